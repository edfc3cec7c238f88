"""How a refusal names what to do first: every step, in order, each on a line of its own."""


def then(*commands: str) -> str:
    """Commands to be run one after the other."""
    return "\n".join(f"acctmgr {command}" for command in commands)


def and_again(*commands: str) -> str:
    """Commands to be run before the refused one."""
    return f"{then(*commands)}\nthen your command again"
