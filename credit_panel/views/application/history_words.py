"""What is wrong with files of histories, and what to know of them, in the reader's words."""

from __future__ import annotations

from credit_panel.errors import CreditPanelError, FieldProblem, UploadError
from credit_panel.home_credit.history_file import MOST_BYTES, HistoryFile, HistoryFileError
from credit_panel.home_credit.limits import LIMITS
from credit_panel.home_credit.schema import HISTORY_TABLES, SCHEMA
from credit_panel.home_credit.sent_histories import LONGEST_TEXT, MOST_ROWS, bounds_of, levels_of
from credit_panel.locale import Translator
from credit_panel.portfolio.joined_histories import JoinNote
from credit_panel.views.fields.words import cause_words
from credit_panel.views.parts.file_notes import note_words
from credit_panel.views.parts.latest_work import unforeseen_words
from credit_panel.views.parts.upload_words import upload_words

_MOST_NAMED = 12


def history_fault_words(error: CreditPanelError, t: Translator) -> str:
    """Return why nothing of a file of histories can be used and what to do, as one sentence."""
    if not isinstance(error, HistoryFileError):
        return upload_words(error, t) if isinstance(error, UploadError) else unforeseen_words(t)
    names = ", ".join(error.names)
    match error.fault:
        case "too_big":
            size = t.number(MOST_BYTES / 1e6)
            return t.gettext("The file is larger than {size} MB, or unpacks to much more: split it.", size=size)
        case "no_table":
            return t.gettext("This is no table that can be read: save it as CSV or Parquet and send it again.")
        case "excel":
            return t.gettext("This is a workbook: save each of its tables as CSV or Parquet.")
        case "empty":
            return t.gettext("The file holds no row: it needs a row of column names, then one row an event.")
        case "too_many_rows":
            return t.gettext(
                "The file has more than {n} rows: keep those of the clients who are in the file of applications.",
                n=t.number(error.count),
            )
        case "too_wide":
            return t.gettext("The file has too many columns, or too long a line: keep the columns of the table.")
        case "repeated":
            return t.gettext("These columns stand in the file more than once: {names}. Keep one of each.", names=names)
        case "absent":
            return t.gettext("The file lacks columns that every row needs: {names}. Add them.", names=names)
        case "unknown":
            return t.gettext(
                "Neither its name nor its columns ({names}) say which table it holds: name it after one of {tables}.",
                names=names,
                tables=", ".join(HISTORY_TABLES),
            )
        case "application":
            return t.gettext("This is a file of applications: give it in the place for those, above.")
        case "type":
            return t.gettext(
                "The column {names} holds dates, lists or yes and no where something else belongs: write numbers or "
                "texts.",
                names=names,
            )
        case "twice":
            table, before, _ = error.names
            return t.gettext("The archive has {table} twice, in {before} too: keep one.", table=table, before=before)
        case "too_much":
            return t.gettext(
                "The histories together are more than is kept for one visitor: remove a file, or keep the rows of the "
                "clients who are in the file of applications."
            )


def cell_words(table: str, problem: FieldProblem, t: Translator) -> str:
    """Return what is wrong with a cell of a history, and what would be right, as one sentence."""
    name = problem.field
    match problem.kind:
        case "required":
            return t.gettext("A value is needed.")
        case "level":
            return t.gettext("This is none of: {levels}.", levels=", ".join(levels_of(table, name)))
        case "text":
            return t.gettext("This text is longer than {n} characters.", n=t.number(LONGEST_TEXT))
        case "whole":
            return t.gettext("This must be a whole number.")
        case "bounds":
            low, high = bounds_of(SCHEMA[table].columns[name], LIMITS[table][name])
            said = t.gettext("This must lie between {low} and {high}.", low=t.number(low), high=t.number(high))
            return f"{said} {cause_words(problem.cause, t)}".strip()
        case "ambiguous":
            return t.gettext("This may be one of two numbers: write it without a sign between thousands.")
        case "date":
            return t.gettext("This is a date; a number belongs here.")
        case "error":
            return t.gettext("This is an error of the spreadsheet: correct its formula, or empty the cell.")
        case "width":
            return t.gettext(
                "This row has more values than there are columns: put quotes round its texts, or take out the commas."
            )
        case _:
            return t.gettext("This is not a number.")


def file_note_words(file: HistoryFile, t: Translator) -> list[str]:
    """Return what to know of how a file was read, one sentence each."""
    told = [note_words(note, t) for note in file.notes]
    if file.unknown:
        names = ", ".join(t.gettext("one without a name") if n == "?" else n for n in file.unknown[:_MOST_NAMED])
        told.append(t.gettext("Columns that are none of the table were left out: {names}.", names=names))
    if file.lacking:
        names = ", ".join(file.lacking[:_MOST_NAMED]) + ("…" if len(file.lacking) > _MOST_NAMED else "")
        told.append(t.gettext("Columns that the file lacks count as not given: {names}.", names=names))
    return told


def join_note_words(note: JoinNote, t: Translator) -> str:
    """Return which rows of a file go with no application, as one sentence."""
    some = ", ".join(str(number) for number in note.first) + ("…" if note.clients > len(note.first) else "")
    rows = t.number(note.rows)
    match note.kind:
        case "strangers":
            return t.ngettext(
                "{file}: rows of {n} client not in the file of applications were not used ({some}), {rows} in all.",
                "{file}: rows of {n} clients not in the file of applications were not used ({some}), {rows} in all.",
                note.clients,
                file=note.file,
                rows=rows,
                some=some,
            )
        case "lone_months":
            return t.ngettext(
                "{file}: months of {n} credit that no row of bureau names were not used ({some}), {rows} in all.",
                "{file}: months of {n} credits that no row of bureau names were not used ({some}), {rows} in all.",
                note.clients,
                file=note.file,
                rows=rows,
                some=some,
            )
        case "too_long":
            return t.gettext(
                "Client {some} has {rows} rows in {table}, where {most} are the most: scored without histories.",
                some=some,
                rows=rows,
                table=note.file,
                most=t.number(MOST_ROWS[note.file]),
            )
