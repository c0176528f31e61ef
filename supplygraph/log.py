"""What supplygraph logs, and at which level; nothing is shown unless logging is set up, as the command line does."""

import logging

#: What a person who waits wants to know, such as that a server is being started; between INFO and WARNING.
NOTICE = 25

logging.addLevelName(NOTICE, "NOTICE")
