#!/usr/bin/env python3
"""Publishes care events to Stafett, with nothing but Python's standard library (3.9 or newer).

    publish.py [--url URL]                  an event that is made up here
    publish.py [--url URL] event.json       one event
    publish.py [--url URL] events.ndjson    as many as there are, one a line

Answers are handled as docs/publishers.md says: what may have failed only for now (408, 429, 5xx, no answer) is
sent again after Retry-After, or else ever later. That is safe: an event is known by its `source` and `id`, and
sent twice it is recorded once. A file goes in parts, and on after the last line that is settled.

Ends with 0 where everything is recorded, 1 where something was refused, 2 where it gave up.
"""

import argparse
import http.client
import itertools
import json
import random
import sys
import time
import urllib.error
import urllib.request

FOR_NOW = {408, 429, 500, 502, 503, 504}
ATTEMPTS_MAX = 9
FIRST_DELAY_SECONDS = 0.2
DELAY_SECONDS_MAX = 30
TIMEOUT_SECONDS = 60
LINES_OF_PART = 5_000

EXAMPLE = {
    "specversion": "1.0",
    "id": "referral-4711",
    "source": "urn:example:gp",
    "type": "ReferralSent.v1",
    "subject": "urn:example:gp|17",
    "time": "2026-03-14T10:15:00+01:00",
    "data": {"reason": "back pain", "urgency": "routine", "to": "hospital"},
}


class GaveUp(Exception):
    """Nothing more is tried; what was sent last may be recorded."""


class Answer:
    """What came back, as far as it came. `status` is None where nothing did."""

    def __init__(self, status=None, retry_after=None, lines=()):
        self.status = status
        self.retry_after = retry_after
        self.lines = list(lines)

    def document(self):
        """The JSON of the answer; None where it was cut off."""
        try:
            return json.loads(b"".join(self.lines))
        except ValueError:
            return None

    def problem(self):
        """What was wrong, in words: the answer is a problem document, unless a proxy gave it."""
        if self.status in (200, 201):
            return "the answer was cut off"
        document = self.document()
        try:
            return f"{document['status']} {document['code']}: {document['detail']}"
        except (KeyError, TypeError):
            return "no answer" if self.status is None else f"status {self.status}"


def post(url, content_type, body):
    """One request."""
    request = urllib.request.Request(url + "/v1/events", data=body, headers={"Content-Type": content_type})
    answer = Answer()
    try:
        try:
            response = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as refusal:
            response = refusal
        with response:
            answer.status = response.status if hasattr(response, "status") else response.code
            after = response.headers.get("Retry-After", "")
            answer.retry_after = int(after) if after.isdigit() else None
            for line in response:
                answer.lines.append(line)
    except (OSError, http.client.HTTPException) as lost:
        print(f"The connection broke: {lost}", file=sys.stderr)
    return answer


def wait(attempt, retry_after, why):
    """Until the same may be sent again."""
    if attempt + 1 >= ATTEMPTS_MAX:
        raise GaveUp(why)
    # Many clients that failed at once do not come back at once.
    later = random.random() * min(DELAY_SECONDS_MAX, FIRST_DELAY_SECONDS * 2**attempt)
    seconds = later if retry_after is None else retry_after
    print(f"{why}; sending it again in {seconds:.1f} s", file=sys.stderr)
    time.sleep(seconds)


def publish_one(url, event):
    """Returns how many events were refused."""
    body = json.dumps(event).encode()
    for attempt in itertools.count():
        answer = post(url, "application/cloudevents+json", body)
        receipt = answer.document()
        if answer.status in (200, 201) and receipt is not None:
            print(f"{event['id']} {receipt['status']} at {receipt['position']}")
            show_warnings(event["id"], receipt)
            return 0
        if answer.status == 409:
            print(f"{event['id']} refused: {answer.problem()}")
            print("Correct it with an event of its own: a new id, and this one in correctionof.")
            return 1
        if answer.status == 507:
            raise GaveUp(f"the disk is full; send it again later ({answer.problem()})")
        if answer.status in FOR_NOW or answer.status in (None, 200, 201):
            wait(attempt, answer.retry_after, answer.problem())
            continue
        print(f"{event['id']} refused: {answer.problem()}")
        return 1


def publish_lines(url, lines):
    """Returns how many events were refused."""
    refused = 0
    before = 0
    lines = iter(lines)
    while True:
        part = list(itertools.islice(lines, LINES_OF_PART))
        if not part:
            return refused
        attempt = 0
        while part:
            answer = post(url, "application/x-ndjson", b"".join(part))
            through, refused_here, ending = settled(answer, before)
            refused += refused_here
            if ending is not None and ending["done"]:
                before += len(part)
                break
            before += through
            part = part[through:]
            attempt = 0 if through > 0 else attempt
            problem = None if ending is None else ending["problem"]
            status = answer.status if problem is None else problem["status"]
            why = answer.problem() if problem is None else problem["detail"]
            if status not in FOR_NOW and status not in (None, 200, 201):
                raise GaveUp(f"after line {before}: {why}")
            wait(attempt, answer.retry_after, why)
            attempt += 1
        print(f"{before} lines are settled, {refused} of them refused")


def settled(answer, before):
    """Of a part: its last settled line, how many up to there were refused, and the answer's last line."""
    if answer.status is None or answer.status >= 400:
        return 0, 0, None
    through, refused, notes = 0, 0, []
    for line in answer.lines:
        if not line.endswith(b"\n"):
            break
        said = json.loads(line)
        if "through" not in said:
            notes.append(said)
            continue
        for note in notes:
            show_note(note, before)
        notes = []
        through, refused = said["through"], said["refused"]
        if "done" in said:
            return through, refused, said
    return through, refused, None


def show_note(note, before):
    line = f"line {before + note['line']}"
    if note["status"] == "refused":
        print(f"{line} refused: {note['problem']['detail']}")
    else:
        show_warnings(line, note)


def show_warnings(of, receipt):
    for warning in receipt.get("warnings", []):
        print(f"{of} {warning['code']}: {warning['message']}")


def main():
    parser = argparse.ArgumentParser(description="Publishes care events to Stafett.")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("file", nargs="?", help="one event as .json, or one a line as .ndjson")
    options = parser.parse_args()
    url = options.url.rstrip("/")
    try:
        if options.file is None:
            return min(1, publish_one(url, EXAMPLE))
        with open(options.file, "rb") as file:
            if options.file.endswith(".json"):
                return min(1, publish_one(url, json.load(file)))
            return min(1, publish_lines(url, file))
    except GaveUp as why:
        print(f"Gave up: {why}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
