"""Changed data of clients: each change is a record of the journal and a version of the client's file."""
