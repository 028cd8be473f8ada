"""The closed lists of words in the tables: enumerations where a rule knows the words, tuples where they are only told apart."""

from enum import StrEnum
from typing import Annotated, Self


class SpokenWord(StrEnum):
    """A word that people read as it is, but for its underscores."""

    @property
    def words(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ")


class Level(SpokenWord):
    """How a claim is known, strongest first. The order of the members is the one order used everywhere."""

    LABEL = "label"
    GUIDELINE = "guideline"
    TRIAL = "trial"
    CASE = "case"
    IN_VITRO = "in_vitro"
    EXPERT = "expert"
    ANECDOTE = "anecdote"

    @property
    def rank(self) -> int:
        """0 for the strongest level."""
        return _RANK[self]


_RANK = {level: rank for rank, level in enumerate(Level)}


class Call(SpokenWord):
    """What the tables say of one drug against one finding."""

    ACTIVE = "active"
    REDUCED = "reduced"
    NOT_EFFECTIVE = "not_effective"
    CONFLICTING = "conflicting"
    NO_DATA = "no_data"


class About(StrEnum):
    """What a claim speaks of."""

    ACTIVITY = "activity"
    APPROVAL = "approval"
    GUIDELINE = "guideline"
    FIGURE = "figure"
    BRAIN = "brain"
    LEPTOMENINGEAL = "leptomeningeal"
    TOLERABILITY = "tolerability"
    ACCESS = "access"
    TRIAL = "trial"
    COMPARISON = "comparison"
    ROLE = "role"
    ADVERSE_REACTIONS = "adverse_reactions"
    WARNING = "warning"
    DOSE = "dose"
    FOOD = "food"
    INTERACTION = "interaction"
    BEFORE_START = "before_start"
    PREGNANCY = "pregnancy"
    DRIVING = "driving"
    NOTE = "note"


class FigureStatus(StrEnum):
    """Whether a source gives a number, and if not, what it says instead."""

    STATED = "stated"
    NOT_STATED = "not_stated"
    NOT_REACHED = "not_reached"
    NOT_ESTIMABLE = "not_estimable"
    NOT_AVAILABLE = "not_available"
    NONE = "none"


class DrugKind(StrEnum):
    """`tki` drugs are sorted into the groups of an answer; treatments are only known by name."""

    TKI = "tki"
    RESEARCH = "research"
    TREATMENT = "treatment"
    TREATMENT_CLASS = "treatment_class"


class FindingKind(StrEnum):
    """What kind of event a test found. A co-mutation stands beside a driver and tells of prognosis; it is no resistance."""

    ON_TARGET = "on_target"
    COMPOUND = "compound"
    BYPASS = "bypass"
    ALTERATION = "alteration"
    PHENOTYPE = "phenotype"
    TRANSFORMATION = "transformation"
    CO_MUTATION = "co_mutation"
    AT_PROGRESSION = "at_progression"


class ScopeKind(StrEnum):
    """What a claim holds for, most specific first."""

    FINDING = "finding"
    CLASS = "class"
    SETTING = "setting"
    NEVER = "never"
    DRUG = "drug"


class Circumstance(StrEnum):
    """When a caution is said. Behind the word stand the fields that its text may use there, and that an answer then fills."""

    fields: tuple[str, ...]

    def __new__(cls, word: str, *fields: str) -> Self:
        """A word with its fields."""
        made = str.__new__(cls, word)
        made._value_ = word
        made.fields = fields
        return made

    ALTERNATIVES = "alternatives", "findings"
    ANOTHER_CHANGE = "another_change", "change", "named"
    CNS = "cns"
    CNS_ONLY = "cns_only"
    CNS_ONLY_OPTION = "cns_only_option"
    COMPARE = "compare"
    COMPOUND = "compound", "findings"
    FIRST_LINE = "first_line"
    INTOLERANT = "intolerant"
    LEPTOMENINGEAL = "leptomeningeal"
    LEVELS = "levels"
    MANE_COLLISION = "mane_collision", "typed", "other"
    MECHANISM_UNKNOWN = "mechanism_unknown"
    MEMBER_NOT_EFFECTIVE = "member_not_effective", "drugs"
    MIXED = "mixed", "findings", "on_target"
    NO_DRUG_LISTED = "no_drug_listed", "findings"
    NONE_LEFT = "none_left", "drugs", "by"
    NOT_IN_TABLES = "not_in_tables", "findings", "neighbours"
    NOT_PROGRESSED = "not_progressed"
    NOT_ROS1_ACTIVE = "not_ros1_active", "drugs"
    OFF_TARGET = "off_target", "findings"
    OLIGOPROGRESSION = "oligoprogression"
    ON_TARGET = "on_target"
    PHASE = "phase", "findings"
    PRIOR_ACTIVE = "prior_active", "findings", "drugs"
    PRIOR_IMMUNOTHERAPY = "prior_immunotherapy"
    RELATED_GENE = "related_gene", "gene", "named"
    TESTED_NONE = "tested_none"
    TESTED_PLASMA = "tested_plasma"
    TESTED_TISSUE = "tested_tissue"
    TRANSFORMATION = "transformation"
    CO_MUTATION = "co_mutation", "findings"
    AT_PROGRESSION = "at_progression", "findings"
    NEIGHBOURS = "neighbours", "findings", "neighbours"
    GUIDELINE_OLDER = "guideline_older", "guidelines", "drugs"
    SEVERAL_ROS1_TKIS = "several_ros1_tkis"
    SERIES = "series", "drug", "series", "shorts"


ON_TARGET, OFF_TARGET = "on_target", "off_target"
FIRST_LINE, AFTER_ROS1_TKI, CNS_ONLY_ON, INTOLERANCE = "first_line", "after_ros1_tki", "cns_only_on", "intolerance"
LINES = (FIRST_LINE, AFTER_ROS1_TKI)
REGIONS = ("US", "EU", "JP", "CN", "CA")
TKIS = ("none", "one", "two_plus", "any", "mixed", "not_stated")
DESIGNS = ("prospective", "retrospective")
UNRESTRICTED = ("any_line", "not_restricted")
RESTRICTIONS = (*UNRESTRICTED, "not_stated", "after_ros1_tki", "no_ros1_tki")
NOT_AFTER = "not_after"
REQUIRES = ("received", "progressed")
STRENGTHS = ("strong", "moderate", "weak")
CAVEAT_KINDS = ("condition", "unlikely", "brain", "warning", "not_read", "dose", "tolerability", "other")
"""Caveats in the order in which the one that decides is chosen; `other` (approval, access, kind of evidence) never decides."""
VERDICTS = ("NOT", "DO", "MAY", "MIND", "OPEN")
HEADS = ("FIRST", "TEST", "MIND", "ORDER", "CAUTION", "BESIDES")
SAFETY_FIELDS = (
    "before_start",
    "warning",
    "adverse_reactions",
    "dose",
    "food",
    "interaction",
    "pregnancy",
    "driving",
    "tolerability",
)
FIGURE_GROUPS = (FIRST_LINE, AFTER_ROS1_TKI, "cns_only")
"""Whose patients a figure of a drug is of: no ROS1 TKI before, some, or progression in the brain alone."""
NAME_KINDS = ("brand", "code", "inn", "misspelling", "synonym")
COUNTED = ("patients", "samples")
METHODS = ("tissue", "plasma", "tissue_or_plasma", "tissue_or_blood", "not_stated")
CONFLICT_KINDS = ("contradiction", "tension")
AUDIENCES = ("clinician", "patient")
TESTED = ("none", "plasma", "tissue")
PLACES = ("first", "caution", "other_treatment", "question")

# Kinds of text that a record may hold, beside closed words.
Date = Annotated[str, "date"]  # as precise as printed: YYYY, YYYY-MM or YYYY-MM-DD
SourceId = Annotated[str, "source"]  # this and the following: the id of a record that these tables hold
DrugId = Annotated[str, "drug"]
FindingId = Annotated[str, "finding"]
TopicId = Annotated[str, "topic"]
TermId = Annotated[str, "term"]
ClaimId = Annotated[str, "claim"]
CautionId = Annotated[str, "caution"]


def class_words(name: str) -> str:
    """A class of findings as a list of findings names it."""
    return f"{name.replace('_', '-')} resistance as a class"
