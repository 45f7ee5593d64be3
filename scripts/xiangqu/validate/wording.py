"""Level 4, claims: what the words beside a quantity, and the document around it, leave no doubt of.

The words are those of the vocabularies. Words that do not stand right before a quantity, or that mean more
than one thing, decide nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..annotation.vocabulary import Vocabulary
from .context import Check, Context
from .finding import Fault, quoted


def direction_against_verb(context: Context) -> Iterator[Fault]:
    """A growth or a difference goes the way that the verb right before it says."""
    verbs = _words(context.vocabularies["directions"], "before")
    for item, text, *_ in context.read_claims:
        c = item.record
        if c.measure not in ("growth", "difference") or not c.value or c.text[0] in "-－−":
            continue
        verb = next((v for v in verbs if text.endswith(v, 0, c.start)), None)
        is_negated = verb is not None and text.endswith("负", 0, c.start - len(verb))
        if verb and not is_negated and c.direction != verbs[verb]:
            yield Fault(item, f"{verb}{c.text} with direction {quoted(c.direction)}")


def basis_against_words(context: Context) -> Iterator[Fault]:
    """A growth has the basis that the words right before it say."""
    words = _words(context.vocabularies["bases"], "before")
    for item, text, *_ in context.read_claims:
        c = item.record
        said = next((w for w in words if text.endswith(w, 0, c.start)), None)
        if c.measure == "growth" and said and c.basis != words[said]:
            yield Fault(item, f"{said}{c.text} with basis {quoted(c.basis)}")


def cue_of_other_status(context: Context) -> Iterator[Fault]:
    """A status cue with a word of one status is the cue of that status."""
    words = _words(context.vocabularies["statuses"], "cues")
    for item, *_ in context.read_claims:
        c = item.record
        said = {words[word] for word in words if c.status_cue and word in c.status_cue.text}
        if len(said) == 1 and c.status_cue and c.status not in said:
            yield Fault(item, f"status {c.status} with the cue {quoted(c.status_cue.text)}")


def actual_after_document(context: Context) -> Iterator[Fault]:
    """What is reported as done or observed does not begin after the document was written."""
    date = context.document.record.date if context.document else None
    for item, *_ in context.read_claims:
        c = item.record
        start = (c.period or "").partition("/")[0]
        known = min(len(start), len(date or ""))
        if c.status == "actual" and date and start[:known] > date[:known]:
            yield Fault(item, f"actual in {c.period}, in a text of {date}")


def place_elsewhere(context: Context) -> Iterator[Fault]:
    """The place of a claim is in the list of places, and in the province of the document."""
    home = context.document.record.place if context.document else None
    for item, *_ in context.read_claims:
        place = item.record.place
        if place and place not in context.places:
            yield Fault(item, f"{place} is no code of GB/T 2260")
        elif place and home and not home.startswith("0") and place[:2] != home[:2]:
            yield Fault(item, f"{place} {context.places[place]} is not in the province of {home}")


def _words(vocabulary: Vocabulary, field: str) -> dict[str, str]:
    """Each word that terms of ``vocabulary`` list in ``field``, and the term."""
    terms = vocabulary.terms.items()
    return {word: key for key, term in terms for word in term.get(field, ())}


CHECKS: dict[str, Check] = {
    "XQ464": direction_against_verb,
    "XQ465": basis_against_words,
    "XQ466": cue_of_other_status,
    "XQ467": actual_after_document,
    "XQ468": place_elsewhere,
}
