"""Opens the graph that the settings name."""

from supplygraph.server.locate import locate
from supplygraph.server.stopping import end_broken
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection, DatabaseDownError
from supplygraph.store.format import require_format


def open_connection(settings: Settings) -> Connection:
    """Opens the graph that the settings name, starting the local Neo4j when that is meant.

    A local one whose database has ended, as it does on a full disk, is started anew.

    Raises:
        ServerError: no server can be reached or started.
        InputError: another version has written the graph in another form.
    """
    connection = Connection(locate(settings))
    try:
        try:
            require_format(connection)
        except DatabaseDownError:
            if not connection.address.local:
                raise
            connection.close()
            end_broken(settings)
            connection = Connection(locate(settings))
            require_format(connection)
    except BaseException:
        connection.close()
        raise
    return connection
