"""The field app: a door for work where there is no network. It carries and brings home; what the law asks is asked by the acts."""
