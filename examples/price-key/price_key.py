#!/usr/bin/env python3
"""The key of a price with nothing but Python's standard library (3.9 or newer). The rules: docs/pricing.md, section "The key".

    price_key.py SHA256 < parameters.json       prints the key
    price_key.py --vectors FILE                 checks published test vectors
"""

import hashlib
import json
import math
import re
import sys

MAX_SAFE = 2**53 - 1


class Refused(ValueError):
    """What has no key."""


def price_key(sha256, parameters):
    if not isinstance(sha256, str) or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Refused("sha256: expected 64 digits of lower-case hex")
    if not isinstance(parameters, dict) or "model" in parameters:
        raise Refused("parameters: expected an object without the member model")
    for name in ("materialCode", "currency", *(["finishCode"] if "finishCode" in parameters else [])):
        if not isinstance(parameters.get(name), str) or not parameters[name]:
            raise Refused(f"{name}: expected a text")
    quantity = parameters.get("quantity")
    if isinstance(quantity, bool) or not isinstance(quantity, (int, float)) or not 1 <= quantity <= MAX_SAFE or quantity != int(quantity):
        raise Refused("quantity: expected an integer >= 1")
    text = canonical({"model": sha256, **parameters})
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value):
    """RFC 8785: members in the order of their names' UTF-16 units, no space, texts and numbers as ECMAScript writes them."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(text(name) + ":" + canonical(value[name]) for name in names) + "}"
    raise Refused(f"{type(value).__name__} is no JSON")


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text(value):
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused("half a surrogate pair")
    return '"' + "".join(ESCAPES.get(character) or (character if character >= " " else f"\\u{ord(character):04x}") for character in value) + '"'


def number(value):
    """ECMAScript's Number::toString, from the shortest digits that read as the same number. Integers end at 2^53."""
    if not math.isfinite(value):
        raise Refused(f"{value} is no JSON")
    if value == int(value):
        if abs(value) > MAX_SAFE:
            raise Refused(f"the integer {value} is beyond 2^53")
        return str(int(value))
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS times ten to this power.
    point = int(exponent or 0) + len(whole) - (len(whole + fraction) - len(digits))
    sign = "-" if value < 0 else ""
    if point > 0:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if point > -6:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e-{1 - point}"


def read(source):
    """JSON as JavaScript reads it: every number is a double."""
    return json.loads(source, parse_int=lambda digits: float(digits) if abs(int(digits)) > MAX_SAFE else int(digits))


def check(vectors):
    wrong = [vector["name"] for vector in vectors["keys"]
             if canonical({"model": vector["sha256"], **read(vector["parameters"])}) != vector["canonical"]
             or price_key(vector["sha256"], read(vector["parameters"])) != vector["key"]]
    for vector in vectors["refused"]:
        try:
            price_key(vector["sha256"], read(vector["parameters"]))
            wrong.append(vector["name"])
        except Refused:
            pass
    return wrong


def main():
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == "--vectors":
        with open(arguments[1], encoding="utf-8") as file:
            vectors = json.load(file)
        wrong = check(vectors)
        print(f"{len(vectors['keys'])} keys, {len(vectors['refused'])} refused, wrong: {wrong}")
        sys.exit(1 if wrong else 0)
    if len(arguments) != 1:
        sys.exit(__doc__)
    try:
        print(price_key(arguments[0], read(sys.stdin.read())))
    except ValueError as error:
        sys.exit(f"price_key.py: {error}")


if __name__ == "__main__":
    main()
