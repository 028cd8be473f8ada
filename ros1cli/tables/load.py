"""data/ → Tables: from a folder of YAML in a checkout, from one compiled file in a wheel.

All records are built at the start: those of a folder are read strictly and checked, those of a compiled file were checked when
it was written. An installation that is edited in place reads the YAML and so is never stale.
"""

from pathlib import Path

from ros1cli.tables import compiled
from ros1cli.tables.compiled import COMPILED
from ros1cli.tables.index import drug_names, index
from ros1cli.tables.model import Tables


def data_dir() -> Path:
    """The folder of the packaged tables: inside an installed package, else beside it in a checkout."""
    inside = Path(__file__).parent.parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "data"


def load(folder: Path | None = None) -> Tables:
    """The tables, checked: those of a folder now, the compiled ones when the wheel was built.

    Args:
        folder: where the YAML files are; the packaged tables when None.

    Raises:
        BadTable: a file is missing or breaks the rules; the message says where.
    """
    packaged = data_dir() / COMPILED
    if folder is None and packaged.is_file():
        return read_compiled(packaged)
    return _whole(_checked(folder or data_dir()))


def age(folder: Path | None = None) -> tuple[str, str | None]:
    """The `version` and the `newest` source of the tables that `load` gives; of a wheel without building its records.

    Raises:
        BadTable: a file is missing or breaks the rules; the message says where.
    """
    packaged = data_dir() / COMPILED
    if folder is None and packaged.is_file():
        return compiled.read_age(packaged)
    tables = load(folder)
    return tables.version, tables.newest


def read_compiled(file: Path) -> Tables:
    """The tables that `compile_tables` wrote; they were checked then.

    Raises:
        BadTable: the file is not as it was written.
    """
    return _whole(compiled.read(file))


def compile_tables(folder: Path) -> str:
    """A folder of tables as the one file of a wheel, checked whole: reading it needs no YAML and no second check.

    Raises:
        BadTable: a file is missing or breaks the rules.
    """
    return compiled.written(_checked(folder))


def _checked(folder: Path) -> Tables:
    from ros1cli.tables.folder import read_folder  # a wheel needs neither YAML nor the checks

    return read_folder(folder)


def _whole(tables: Tables) -> Tables:
    names = drug_names(tables.drugs.values())
    return index(tables._replace(every_finding=tables.findings, every_drug=tables.drugs, drug_names=names))
