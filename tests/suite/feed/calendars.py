"""Reads every calendar of a folder by icalendar and prints what is in it and when."""

import datetime
import json
import pathlib
import sys

import icalendar


def begins(event):
    at = event["DTSTART"].dt.astimezone(datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def dates(path):
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    assert not calendar.errors, calendar.errors
    for line in path.read_bytes().split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line, line
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        zone = event["DTSTART"].params.get("TZID")
        assert zone is None or zone in [zone["TZID"] for zone in calendar.walk("VTIMEZONE")], zone
    return [[event["UID"].split("_")[0], begins(event)] for event in calendar.walk("VEVENT")]


print(json.dumps({path.name: dates(path) for path in pathlib.Path(sys.argv[1]).iterdir()}))
