"""Who a record is about: names and addresses in comparable parts, and records linked to parties."""
