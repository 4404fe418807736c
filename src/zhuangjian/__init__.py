"""妆检 Zhuangjian: the system on which a cosmetics authority runs its supervision."""

__version__ = "0.1.0"
