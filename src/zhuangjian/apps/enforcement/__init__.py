"""After an inspection: the bundle that is handed over, and the lead that the receiver works on."""
