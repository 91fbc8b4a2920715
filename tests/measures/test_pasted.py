import itertools
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.measures.models import Interval, Measure, MeasureKind
from registry.measures.rules.comparing import Fate, Looked, look_at, objections_to_paste, to_be_stored
from registry.measures.rules.pasted import LINES_AT_MOST, read_paste, text_of_file
from registry.measures.rules.reading import Unreadable
from registry.measures.rules.series import Counted
from registry.spc.series import Direction

TODAY = date(2026, 11, 23)
DAY = date(2026, 3, 24)


def measure_of(**given: object) -> Measure:
    said = {
        "name": "Minutes",
        "kind": MeasureKind.OUTCOME,
        "unit": "minutes",
        "direction": Direction.DECREASE,
        "interval": Interval.WEEK,
        "added_at": datetime(2026, 1, 2, 9, tzinfo=UTC),
        "added_by_id": uuid4(),
    }
    return Measure(organisation_id=uuid4(), idea_id=uuid4(), **(said | given))


def looked(text: str, *standing: Counted, starts_on: date | None = None, **given: object) -> Looked:
    measure = measure_of(**given)
    pasted = read_paste(text, has_counts=measure.per is not None)
    return look_at(measure, pasted, standing, TODAY, starts_on=starts_on)


def read(text: str, *standing: Counted, **given: object) -> list[tuple[date | None, str]]:
    return [(found.measured_on, found.said or found.fault) for found in looked(text, *standing, **given).found]


@pytest.mark.parametrize(
    "line",
    [
        "24/03/2026\t68.5",
        "24/03/2026;68,5",
        "24/03/2026,68.5",
        "24/03/2026, 68,5",
        "24/03/2026 68.5",
        "24 Mar 26 68.5",
        "24 Mar 26 - 68.5",
        "2026-03-24: 68.5",
        "2026-03-24 00:00:00\t68.5 %",
        '"24/03/2026","68.5"',
        "46105\t68.5",
        "68.5\t24/03/2026",
        "Tue 24 March 2026\t 68·5".replace("·", "."),
    ],
)
def test_a_date_and_a_number_are_read_however_they_are_kept_apart(line: str) -> None:
    assert read(line) == [(DAY, "68.5 minutes")]


def test_two_columns_with_a_heading_blanks_gaps_and_notes() -> None:
    text = "Date\tMinutes\tNote\n24/03/2026\t68\tA busy week\n\n31/03/2026\t\n07/04/2026\tn/a\tNobody counted\n"

    found = looked(text).found

    assert [each.fate for each in found] == [Fate.HEADING, Fate.NEW, Fate.BLANK, Fate.BLANK, Fate.NEW]
    assert [(each.said, each.given.note) for each in found if each.given] == [
        ("68 minutes", "A busy week"),
        ("no count", "Nobody counted"),
    ]


def test_commas_are_read_as_the_numbers_that_leave_no_doubt_say() -> None:
    assert read("24/03/2026\t1,204") == [(DAY, "1,204 minutes")]
    assert read("24/03/2026\t1,204\n25/03/2026\t12,5")[0] == (DAY, "1.204 minutes")
    unclear = read("24/03/2026\t1,204\n25/03/2026\t12,5\n26/03/2026\t1,204.5")
    assert "can be read in two ways" in unclear[0][1]
    assert unclear[1:] == [(date(2026, 3, 25), "12.5 minutes"), (date(2026, 3, 26), "1,204.5 minutes")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("24 Mrch 2026\t68", "There is no date that can be read."),
        ("31/02/2026\t68", "There is no 31 February 2026."),
        ("03/24/2026\t68", "There is no month 24."),
        ("25/12/2026\t68", "still to come"),
        ("25/03/2026\tlots", "‘lots’ is no number that can be read."),
        ("25/03/2026\tNaN", "‘NaN’ is no number"),
        ("25/03/2026\tinf", "‘inf’ is no number"),
        ("25/03/2026\t68\t70", "There is a number more than expected: ‘70’."),
        ("25/03/2026 4 or 5", "‘4 or 5’ is no number"),
        ("24/03/2026\t69", "Line 1 says 68 minutes for this date."),
        ("25/03/2026\t" + "1" * 2000, "This line is too long"),
        ("25/03/2026\t1e400", "‘1e400’ is no number"),
    ],
)
def test_a_fault_is_told_for_its_line_and_the_others_are_read(line: str, fault: str) -> None:
    found = looked(f"24/03/2026\t68\n{line}\n26/03/2026\t70").found

    assert [each.fate for each in found] == [Fate.NEW, Fate.FAULT, Fate.NEW]
    assert fault in found[1].fault
    assert (found[1].line.number, found[1].line.text) == (2, line)


def test_a_line_that_repeats_another_is_passed_over() -> None:
    assert [each.fate for each in looked("24/03/2026\t68\n24 Mar 26\t68.0").found] == [Fate.NEW, Fate.REPEATED]


def test_what_stands_is_passed_over_and_what_differs_is_a_correction() -> None:
    standing = [Counted(DAY, Decimal(68)), Counted(date(2026, 3, 25), Decimal(60))]

    seen = looked("24/03/2026\t64\n25/03/2026\t60\n26/03/2026\t61", *standing)

    assert [each.fate for each in seen.found] == [Fate.CORRECTION, Fate.STANDS, Fate.NEW]
    assert (seen.found[0].before, seen.found[0].said) == ("68 minutes", "64 minutes")
    assert seen.words == "1 new number, 1 correction and 1 number that stands already"
    assert "corrects" in objections_to_paste(seen, corrects=False, leaves_out=False, note="")
    assert "note" in objections_to_paste(seen, corrects=True, leaves_out=False, note="")
    assert not objections_to_paste(seen, corrects=True, leaves_out=False, note="Counted anew")
    assert [row.note for row in to_be_stored(seen, "Counted anew")] == ["Counted anew", ""]


def test_lines_that_cannot_be_taken_stop_the_rest_unless_they_are_left_out() -> None:
    seen = looked("24/03/2026\t68\nsoon\t69")

    assert objections_to_paste(seen, corrects=False, leaves_out=False, note="") == {
        "text": "1 line cannot be taken. Mend it here, or say above that you leave it out."
    }
    assert not objections_to_paste(seen, corrects=False, leaves_out=True, note="")
    assert "text" in objections_to_paste(looked("soon\t69\n"), corrects=False, leaves_out=True, note="")
    assert "text" in objections_to_paste(looked("24/03/2026"), corrects=False, leaves_out=False, note="")


def test_numbers_alone_go_on_from_those_that_stand() -> None:
    standing = [Counted(date(2026, 11, 2), Decimal(60))]

    assert [day for day, _ in read("61\n62\n63", *standing)] == [
        date(2026, 11, 9),
        date(2026, 11, 16),
        date(2026, 11, 23),
    ]


def test_numbers_alone_lead_up_to_the_newest_period_that_is_over() -> None:
    assert [day for day, _ in read("Minutes\n61\n\n63")] == [
        None,
        date(2026, 11, 2),
        date(2026, 11, 9),
        date(2026, 11, 16),
    ]
    assert [day for day, _ in read("61\n62", interval=Interval.MONTH)] == [date(2026, 9, 1), date(2026, 10, 1)]
    assert [day for day, _ in read("61\n62", interval=Interval.QUARTER)] == [date(2026, 4, 1), date(2026, 7, 1)]


def test_numbers_alone_begin_where_that_is_said() -> None:
    seen = looked("61\n62", starts_on=date(2026, 1, 31), interval=Interval.MONTH)

    assert [each.measured_on for each in seen.found] == [date(2026, 1, 31), date(2026, 2, 28)]


@pytest.mark.parametrize(
    "line",
    [
        "24/03/2026\t3\t120",
        "24/03/2026;3;120",
        "24/03/2026 3/120",
        "24/03/2026\t3/120",
        "24/03/2026 3 of 120",
        "24/03/2026, 3, 120",
        "24/03/2026,3,120",
        "24/03/2026 3 120",
    ],
)
def test_two_counts_are_read_and_their_share_is_worked_out(line: str) -> None:
    assert read(line, per=100, unit="%") == [(DAY, "2.5%")]


def test_one_number_where_two_counts_are_asked_for_is_a_fault() -> None:
    assert read("24/03/2026\t2.5%", per=100, unit="%") == [(DAY, "Write two counts: how many, and out of how many.")]
    assert "more than 0" in read("24/03/2026\t3\t0", per=100, unit="%")[0][1]


def test_more_lines_than_a_measure_could_need_are_refused() -> None:
    with pytest.raises(Unreadable, match="2,000 lines"):
        read_paste("1\n" * (LINES_AT_MOST + 1), has_counts=False)
    assert len(read_paste("1\n" * LINES_AT_MOST, has_counts=False).lines) == LINES_AT_MOST


@pytest.mark.parametrize(
    "content",
    [
        "Date,Minutes\r\n24/03/2026,68.5\r\n".encode("utf-8-sig"),
        b"Date;Minutes\n24/03/2026;68,5\n",
        "Date\tMinutes – café\n24/03/2026\t68.5\n".encode("utf-16"),
        "Date,Minutes – café\n24/03/2026,68.5\n".encode("cp1252"),
        b'"Date","Minutes"\n"24/03/2026","68.5"\n',
    ],
)
def test_a_file_is_read_as_if_its_columns_had_been_pasted(content: bytes) -> None:
    assert read(text_of_file(content)) == [(None, ""), (DAY, "68.5 minutes")]


def test_a_csv_file_keeps_its_columns_apart() -> None:
    text = text_of_file(b"Date,Minutes,Note\n24/03/2026,68,Busy\n25/03/2026,12,\n")

    assert read(text)[1:] == [(DAY, "68 minutes"), (date(2026, 3, 25), "12 minutes")]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", bytes(range(256)) * 4, b"\xff\xfe\x00\xd8"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="Save it as CSV"):
        text_of_file(content)


forms = some.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %b %Y", "%d-%b-%y", "%A %d %B %Y"])
marks = some.sampled_from(["\t", ";", "; ", "\t "])
values = some.decimals(-(10**6), 10**6, places=3)


@given(
    some.lists(some.tuples(some.dates(date(2020, 1, 1), TODAY), values), unique_by=lambda pair: pair[0]), forms, marks
)
def test_what_is_written_plainly_is_read_back(pairs: list[tuple[date, Decimal]], form: str, mark: str) -> None:
    text = "\n".join(f"{day.strftime(form)}{mark}{value:f}" for day, value in pairs)

    seen = looked(text)

    assert not seen.faults
    assert [(found.given.measured_on, found.given.value) for found in seen.taken if found.given] == sorted(pairs)


pieces = some.one_of(
    some.sampled_from(
        ["24/03/2026", "2026-03-24", "March 2026", "46105", "68", "68,5", "1,204", "n/a", "", "%", "3/120"]
    ),
    some.sampled_from(["\t", ";", ",", " ", "\n", "\r\n", "\r", '"', "'", "-", "\x00", "\u2028", "\x0b", "\x1c"]),
    some.text(max_size=8),
)


@given(some.lists(pieces, max_size=40).map("".join), some.booleans())
def test_whatever_is_pasted_no_line_is_lost_and_nothing_breaks(text: str, has_counts: bool) -> None:
    pasted = read_paste(text, has_counts=has_counts)
    seen = look_at(measure_of(per=100 if has_counts else None), pasted, [], TODAY)

    assert "\n".join(line.text for line in pasted.lines) == text.rstrip().replace("\r\n", "\n").replace("\r", "\n")
    assert [line.number for line in pasted.lines] == [*range(1, len(pasted.lines) + 1)]
    assert [found.line for found in seen.found] == [*pasted.lines]
    for found in seen.found:
        assert found.fault.endswith(".") if found.fate is Fate.FAULT else not found.fault
        assert (found.given is not None) == (found.fate in {Fate.NEW, Fate.CORRECTION, Fate.STANDS})
        assert found.measured_on is None or found.fate is not Fate.NEW or found.measured_on <= TODAY
    assert len({found.measured_on for found in seen.taken}) == len(seen.taken)


@given(some.binary(max_size=200))
def test_whatever_is_uploaded_is_text_or_refused(content: bytes) -> None:
    with suppress(Unreadable):
        read_paste(text_of_file(content), has_counts=False)


def test_a_mebibyte_is_read_within_bounds() -> None:
    for text in ("1" * 2**20, "24/03/2026\t" * 2**16, "a," * 2**19, '"' * 2**20, " " * 2**20 + "x"):
        with suppress(Unreadable):
            assert looked(text).found
    assert len(looked("24/03/2026\t68\n" * LINES_AT_MOST).found) == LINES_AT_MOST


def test_weekly_dates_a_year_apart_stay_weekly() -> None:
    days = [day for day, _ in read("\n".join(["1"] * 60), starts_on=TODAY - timedelta(weeks=59))]

    assert days[-1] == TODAY
    assert {later - earlier for earlier, later in itertools.pairwise(days) if earlier and later} == {timedelta(weeks=1)}
