from django.core.management import call_command


def exit_code_of(command: str, *arguments: str) -> object:
    """Run a management command and tell the code that a shell would see."""
    try:
        call_command(command, *arguments)
    except SystemExit as stop:
        return stop.code
    return 0
