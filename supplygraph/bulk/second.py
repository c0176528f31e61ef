"""What the second process of a first load does before it reads what it shall do, which imports the driver."""

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading

from supplygraph.lean_driver import import_driver_without_tables


def start() -> None:
    """Makes it end with the first process, and ready for many rows."""
    # An interrupt from the keyboard reaches both; the first process says so and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import_driver_without_tables()
    gc.disable()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
