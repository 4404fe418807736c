"""Problems outside the task of an inspection."""
