"""The question of `next-line` and `first-line`: what was typed, read and checked as one patient's situation."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from ros1cli.answers.calls import never
from ros1cli.answers.shapes import ShownQuery
from ros1cli.errors import NotUnderstood, as_typed, shown
from ros1cli.names.characters import clean, near
from ros1cli.names.drugs import folds, read_drug
from ros1cli.names.mutations import read_findings
from ros1cli.names.off_target import Vocabulary
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import AFTER_ROS1_TKI, REGIONS, TESTED, DrugKind, Level
from ros1cli.tables.model import Drug, Tables

_ROS1_TKI = (DrugKind.TKI, DrugKind.RESEARCH)


class Typed(NamedTuple):
    """The options as typed. Repeatable ones are lists; the order of `prior` is the order of treatment."""

    mutation: Sequence[str] = ()
    transcript: str | None = None
    prior: Sequence[str] = ()
    intolerant: Sequence[str] = ()
    cns: bool = False
    cns_only: bool = False
    leptomeningeal: bool = False
    tested: str | None = None
    approved_only: bool = False
    region: str | None = None
    min_level: str | None = None
    oligoprogression: bool = False
    avoid: Sequence[str] = ()


class Intolerance(NamedTuple):
    """A drug stopped for side effects, with the reaction when one was given."""

    drug: Drug
    term: str | None


class Question(NamedTuple):
    """A patient's situation, understood. `prior` in the order given, the last is the latest; `received` are the ROS1 TKIs that were
    taken, whether the cancer progressed on them or they were not tolerated; `line` is the line of treatment
    that is asked for: the first, or one after a ROS1 TKI."""

    typed: Typed
    asked: Asked
    prior: tuple[Drug, ...] = ()
    intolerant: tuple[Intolerance, ...] = ()
    ros1_prior: tuple[Drug, ...] = ()
    not_ros1_active: tuple[Drug, ...] = ()
    brain: bool = False
    cns_only: bool = False
    leptomeningeal: bool = False
    tested: str | None = None
    approved_only: bool = False
    region: str | None = None
    min_level: Level | None = None
    oligoprogression: bool = False
    avoid: tuple[str, ...] = ()
    received: frozenset[str] = frozenset()
    line: str = AFTER_ROS1_TKI

    @property
    def on_target(self) -> bool:
        """An on-target finding was given, alternatives included."""
        return bool(self.asked.on_target or self.asked.alternatives)

    @property
    def off_target(self) -> tuple[str, ...]:
        """The off-target findings of the tables that answer for those that were given."""
        return tuple(chain.from_iterable(o.findings for o in self.asked.off_target))

    @property
    def latest(self) -> Drug | None:
        """The latest ROS1 TKI that the cancer progressed on."""
        return self.ros1_prior[-1] if self.ros1_prior else None


def read_question(tables: Tables, typed: Typed, words: Vocabulary | None = None) -> Question:
    """Read and check all options of a question.

    Args:
        tables: what is known.
        typed: the options as typed.
        words: the vocabulary of the tables, by whoever asks many questions; made from them when None.

    Raises:
        NotUnderstood: a name or value is not known, or two options contradict each other.
    """
    asked = read_findings(tables, typed.mutation, typed.transcript, words)
    taken = [read_drug(tables, part) for part in _split(typed.prior, "--prior")]
    prior = tuple({d.id: d for d in taken}.values())
    intolerant = _intolerances(tables, typed.intolerant)
    if typed.tested is not None and (asked.resistance or typed.tested not in TESTED):
        _refuse_tested(typed.tested)
    tkis = tuple(d for d in prior if d.kind in _ROS1_TKI)
    ros1_prior = tuple(d for d in tkis if not never(tables, d))
    stopped = [i.drug for i in intolerant if i.drug.kind in _ROS1_TKI and not never(tables, i.drug)]
    return Question(
        typed=typed,
        asked=asked,
        prior=prior,
        intolerant=intolerant,
        ros1_prior=ros1_prior,
        not_ros1_active=tuple(d for d in (*tkis, *(i.drug for i in intolerant)) if never(tables, d)),
        brain=typed.cns or typed.cns_only or typed.leptomeningeal,
        cns_only=typed.cns_only,
        leptomeningeal=typed.leptomeningeal,
        tested=typed.tested,
        approved_only=typed.approved_only,
        region=_region(typed.region),
        min_level=_level(typed.min_level),
        oligoprogression=typed.oligoprogression,
        avoid=tuple(dict.fromkeys(_reaction(tables, a, "--avoid") for a in _split(typed.avoid, "--avoid"))),
        received=frozenset(d.id for d in (*ros1_prior, *stopped)),
    )


def _no_word_of(option: str, words: Sequence[str], value: str) -> NotUnderstood:
    return NotUnderstood(
        f"{option} takes {', '.join(words)}, not {shown(value)!r}.", given=value, suggestions=tuple(words)
    )


def _refuse_tested(value: str) -> None:
    if value not in TESTED:
        raise _no_word_of("--tested", TESTED, value)
    raise NotUnderstood(
        "--tested says what was looked at when no finding is given; leave out --tested or --mutation.", given=value
    )


def _split(values: Sequence[str], option: str) -> list[str]:
    """Comma-separated and repeated values as one list; an empty one is an error, never dropped."""
    parts = chain.from_iterable(value.split(",") for value in values)
    return [clean(part, f"value of {option}") for part in parts]


def _intolerances(tables: Tables, values: Sequence[str]) -> tuple[Intolerance, ...]:
    out = []
    for part in _split(values, "--intolerant"):
        name, colon, term = part.partition(":")
        drug = read_drug(tables, name)
        out.append(Intolerance(drug, _reaction(tables, term, "--intolerant DRUG:TERM") if colon else None))
    return tuple({(i.drug.id, i.term): i for i in out}.values())


def reactions(tables: Tables) -> tuple[str, ...]:
    """The side-effect words of the tables."""
    of_claims = chain.from_iterable(claim.reactions for claim in tables.claims)
    of_statements = chain.from_iterable(statement.reactions for statement in tables.statements.values())
    return tuple(sorted({*of_claims, *of_statements}))


def _reaction(tables: Tables, text: str, option: str) -> str:
    word = clean(text, f"value of {option}").casefold()
    known = reactions(tables)
    if word not in known:
        suggestions = near(word, known)
        raise NotUnderstood(
            f"{shown(text)!r} is no side-effect word of these tables, in {option}; known are {', '.join(known)}.",
            given=text,
            suggestions=suggestions,
        )
    return word


def _region(value: str | None) -> str | None:
    if value is None:
        return None
    region = clean(value, "value of --region").upper()
    if region not in REGIONS:
        raise _no_word_of("--region", REGIONS, value)
    return region


def _level(value: str | None) -> Level | None:
    if value is None:
        return None
    word = clean(value, "value of --min-level").casefold().replace("-", "_").replace(" ", "_")
    if word not in list(Level):
        raise _no_word_of("--min-level", list(Level), value)
    return Level(word)


def show_query(q: Question) -> ShownQuery:
    """The question as the JSON shows it."""
    return show_findings(q.asked, _raw(q.typed))._replace(
        prior=tuple(d.id for d in q.prior),
        intolerant=tuple({"drug": i.drug.id, "term": i.term} for i in q.intolerant),
        tested=q.tested,
        cns={"brain": q.brain or None, "only": q.cns_only or None, "leptomeningeal": q.leptomeningeal or None},
        filters={
            "approved_only": q.approved_only,
            "region": q.region,
            "min_level": q.min_level.value if q.min_level else None,
            "oligoprogression": q.oligoprogression,
            "avoid": list(q.avoid),
        },
    )


def show_findings(asked: Asked, raw: dict[str, Any]) -> ShownQuery:
    """Findings alone, and what was typed, as the JSON shows them."""
    return ShownQuery(
        raw=raw,
        readings=asked.readings,
        mutations=asked.on_target or asked.alternatives,
        compound=asked.compound,
        alternatives=asked.alternatives,
        off_target=tuple(o.name for o in asked.off_target),
        without_status=tuple(o.name for o in asked.without_status),
    )


def _raw(typed: Typed) -> dict[str, Any]:
    """The options that were given, as typed: a line that `--batch` understands."""
    return {key: _as_typed(value) for key, value in typed._asdict().items() if value not in (None, False, (), [])}


def _as_typed(value: Any) -> Any:
    """A text or each of a list as it was typed; true is true."""
    if isinstance(value, list | tuple):
        return [as_typed(v) for v in value]
    return as_typed(value) if isinstance(value, str) else value


def understood(q: Question, first_line: bool = False) -> str:
    """The first line of an answer: the situation in one phrase."""
    parts = ["first line: no ROS1 TKI so far"] if first_line else [_findings(q.asked)]
    if q.prior:
        parts.append("after " + ", then ".join(d.display for d in q.prior) + _folds(q.typed.prior))
    for i in q.intolerant:
        parts.append(f"{i.drug.display} stopped for side effects{f' ({i.term})' if i.term else ''}")
    if read_as := _folds(q.typed.intolerant):
        parts.append(read_as.strip())
    if q.tested:
        parts.append(f"tested: {q.tested}, no finding given")
    if q.leptomeningeal:
        parts.append("leptomeningeal disease")
    if q.cns_only:
        parts.append("progression in the brain only")
    else:
        parts.append("brain involvement: yes" if q.brain else "brain involvement: not given")
    if q.oligoprogression:
        parts.append("progression limited in extent")
    parts += _filters(q)
    return "; ".join(parts)


def _folds(values: Sequence[str]) -> str:
    """Which characters of drug names were read as which, in brackets; empty when none was."""
    told = [f"{shown(v.strip())}: {said}" for v in values if (said := folds(v))]
    return f" ({'; '.join(told)})" if told else ""


def _findings(asked: Asked) -> str:
    parts = []
    if asked.alternatives:
        parts.append(f"ROS1 {' or '.join(asked.alternatives)}, alternatives at one residue")
    if asked.on_target:
        parts.append(f"ROS1 {' + '.join(asked.on_target)}{', compound' if asked.compound else ''}")
    if asked.off_target:
        parts.append(f"off-target: {' + '.join(o.words for o in asked.off_target)}")
    parts = parts or ["no resistance finding given" if asked.without_status else "no finding given"]
    if asked.without_status:
        parts.append(f"beside it: {' + '.join(o.words for o in asked.without_status)}")
    text = "; ".join(parts)
    return f"{text} ({asked.told})" if asked.told else text


def _filters(q: Question) -> list[str]:
    parts = []
    if q.approved_only:
        parts.append(f"only drugs approved for ROS1{f' in {q.region}' if q.region else ''}")
    elif q.region:
        parts.append(f"region {q.region}")
    if q.min_level:
        parts.append(f"only evidence of the kind {q.min_level} or stronger")
    if q.avoid:
        parts.append(f"avoid, where possible: {', '.join(q.avoid)}")
    return parts
