"""`priyomka`: the command line. Errors a person can cause are one line on stderr; exit code 2 for usage, 1 for the rest."""

import gc
import sys

GARBAGE = 20_000  # new objects between two looks for garbage


def main() -> None:
    """Run a command and turn what may go wrong into a line."""
    gc.disable()  # until the command is loaded: imports leave no garbage, and looking for it is a fifth of a short command's time
    import typer  # noqa: PLC0415 - as the next ones

    from bot.commands import app  # noqa: PLC0415

    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)
    gc.enable()
    try:
        code = typer.main.get_command(app).main(prog_name="priyomka", standalone_mode=False)
    except typer.Abort:
        sys.exit(130)
    except typer.TyperException as error:
        _fail(error.format_message(), error.exit_code)
    except Exception as error:
        from bot.complaints import complaint_about  # noqa: PLC0415 - which loads what may raise it

        complaint = complaint_about(error)
        if complaint is None:
            raise
        _fail(*complaint)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(line: str, code: int) -> None:
    sys.stderr.write(f"priyomka: {line}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
