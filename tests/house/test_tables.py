"""The database itself keeps organisations apart: read from the metadata, so that a new table is judged by itself."""

import pytest
from sqlalchemy import Column, Table, UniqueConstraint
from sqlmodel import SQLModel

import registry.migrations.tables  # noqa: F401 - fills the metadata
from tests.house.personal import PERSONAL, PLAIN

WITHOUT_ORGANISATION = {
    "organisation",  # the tenant itself
    "directory",  # digest -> organisation, id; the way in before an organisation is known
    "wrong_try",  # a digest and a time: a failed sign-in belongs to no organisation yet
}
OPENED_BY_A_NUMBER = {"crossing.opened_at"}  # Then the registry opened it, and the registry is no person.
TABLES = [table for table in SQLModel.metadata.sorted_tables if table.name not in WITHOUT_ORGANISATION]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_key_begins_with_the_organisation(table: Table) -> None:
    assert [column.name for column in table.primary_key][:2] == ["organisation_id", "id"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_reference_cannot_leave_the_organisation(table: Table) -> None:
    for constraint in table.foreign_key_constraints:
        columns = [column.name for column in constraint.columns]
        if columns == ["organisation_id"]:
            continue
        targets = [element.column.name for element in constraint.elements]
        assert columns[0] == targets[0] == "organisation_id", f"{table.name}: {columns} -> {targets}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_is_unique_is_unique_within_the_organisation(table: Table) -> None:
    unique = [index.columns for index in table.indexes if index.unique]
    unique += [found.columns for found in table.constraints if isinstance(found, UniqueConstraint)]
    for columns in unique:
        assert "organisation_id" in [column.name for column in columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_id_of_another_row_is_a_reference(table: Table) -> None:
    """History points at things of every kind; nothing else points loosely."""
    loose = {("event", "actor_id"), ("event", "subject_id"), ("event", "idea_id")}
    bound = {column.name for constraint in table.foreign_key_constraints for column in constraint.columns}
    for column in table.columns:
        if column.name.endswith("_id") and (table.name, column.name) not in loose:
            assert column.name in bound, f"{table.name}.{column.name} points at nothing"


def test_every_column_says_whether_it_holds_something_personal() -> None:
    columns = {f"{table.name}.{column.name}" for table in SQLModel.metadata.sorted_tables for column in told(table)}
    assert columns == PERSONAL | PLAIN
    assert not PERSONAL & PLAIN


def test_who_and_when_travel_as_a_pair() -> None:
    for table in TABLES:
        names = {column.name: column for column in table.columns}
        for name, column in names.items():
            if (
                not name.endswith("_at")
                or f"{name[:-3]}_by_id" not in names
                or f"{table.name}.{name}" in OPENED_BY_A_NUMBER
            ):
                continue
            by = names[f"{name[:-3]}_by_id"]
            checks = {str(constraint.name) for constraint in table.constraints}
            always_both = not column.nullable and not by.nullable
            assert always_both or any(f"{name}_with_{by.name}" in check for check in checks), f"{table.name}.{name}"


def told(table: Table) -> list[Column[object]]:
    """The columns that hold something told; keys, versions and references hold none."""
    return [
        column
        for column in table.columns
        if not column.primary_key and column.name != "version" and not column.name.endswith("_id")
    ]
