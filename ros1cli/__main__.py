"""The entry point: the one door of the program. Every import is inside its one `try`, so that an early Ctrl-C is quiet."""


def main(argv: list[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: the arguments after the program's name; those of the process when None.

    Returns:
        The exit status: 0 answered, 1 could not read or write, 2 not understood, 3 the tables hold nothing,
        4 some rows were not understood, 5 a condition to fail on holds, 130 interrupted.
    """
    try:
        import sys

        from ros1cli.door import run

        return run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return 130


def entry() -> None:
    """The `ros1` script."""
    raise SystemExit(main())


if __name__ == "__main__":
    entry()
