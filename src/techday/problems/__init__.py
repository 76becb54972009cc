"""Problems: the common cause of tickets that come again."""
