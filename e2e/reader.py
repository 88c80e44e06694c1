"""What a screen reader is told of the account window, and what it does there: over AT-SPI, as Orca is.

    reader.py wake                    says to the session's bus that a screen reader is there
    reader.py read                    the window, a line of JSON per part: role, name, description, focus
    reader.py press ROLE NAME         presses a part

Needs DBUS_SESSION_BUS_ADDRESS of a bus that the window was opened with, and the system's Python with its bindings of AT-SPI.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

APPLICATION = "guichet-window"


def wake():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for flag in ("IsEnabled", "ScreenReaderEnabled"):
        set_to = GLib.Variant("(ssv)", ("org.a11y.Status", flag, GLib.Variant("b", True)))
        where = ("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set")
        bus.call_sync(*where, set_to, None, Gio.DBusCallFlags.NONE, 5000)


def parts():
    Atspi.init()
    desktop = Atspi.get_desktop(0)
    there = [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]
    waiting = [part for part in there if part and part.get_name() == APPLICATION]
    while waiting:
        part = waiting.pop(0)
        yield part
        waiting = [part.get_child_at_index(i) for i in range(part.get_child_count())] + waiting


def told(part):
    focused = part.get_state_set().contains(Atspi.StateType.FOCUSED)
    return {"role": part.get_role_name(), "name": part.get_name(), "description": part.get_description(), "focused": focused}


def read():
    """All parts; anew when the window changed while it was read."""
    for _ in range(20):
        try:
            return [told(part) for part in parts()]
        except GLib.Error:
            time.sleep(0.05)
    sys.exit("the window does not stand still")


def press(role, name):
    found = next(part for part in parts() if part.get_role_name() == role and part.get_name() == name)
    assert found.do_action(0), "it cannot be pressed"


match sys.argv[1:]:
    case ["wake"]:
        wake()
    case ["read"]:
        for each in read():
            print(json.dumps(each))
    case ["press", role, name]:
        press(role, name)
    case _:
        sys.exit(__doc__)
