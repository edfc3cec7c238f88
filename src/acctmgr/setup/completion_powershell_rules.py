"""The script that answers TAB in PowerShell."""

from collections.abc import Iterable

from acctmgr.setup.completion_rules import Node, Option, Tree, filled

_SCRIPT = r"""# What TAB offers after acctmgr in PowerShell. Made by: acctmgr completion powershell

Register-ArgumentCompleter -Native -CommandName acctmgr -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # what may follow the words of each path: commands, options and what they take, arguments
    $nodes = @{
@NODES@
    }
    $everywhere = @(@EVERYWHERE@)
    $choices = @{
@CHOICES@
    }

    $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition })
    $literal = [System.Management.Automation.Language.StringConstantExpressionAst]
    $typed = @($elements | ForEach-Object { if ($_ -is $literal) { $_.Value } else { $_.Extent.Text } })
    $program = if ($typed.Count) { $typed[0] } else { 'acctmgr' }
    $path, $takes, $option, $db, $book, $count = '', '', '', '', '', 0
    $takenBy = {
        param($name)
        $found = @($nodes[$path].Options) + $everywhere | Where-Object { $_.Name -ceq $name } | Select-Object -First 1
        if ($found) { $found.Takes } else { '' }
    }
    foreach ($word in @($typed | Select-Object -Skip 1)) {
        if ($takes) {
            $word = "$option=$word"
            $takes = ''
        } elseif ($word -like '-*' -and $word -notlike '*=*') {
            $option = $word
            $takes = & $takenBy $option
            continue
        }
        if ($word -clike '--db=*') { $db = $word.Substring(5) }
        elseif ($word -clike '--book=*') { $book = $word.Substring(7) }
        elseif ($word -like '-*') { }
        elseif (@($nodes[$path].Words | ForEach-Object { $_.Name }) -ccontains $word) { $path = "$path $word".Trim() }
        else { $count++ }
    }

    $offer = {
        param($text, $about, $start)
        $value = if ($text -match '[^\w.,:+/@=-]') { "'" + $text.Replace("'", "''") + "'" } else { $text }
        if (-not $about) { $about = $text }
        [System.Management.Automation.CompletionResult]::new("$start$value", $text, 'ParameterValue', $about)
    }
    $offerKind = {
        param($kind, $begun, $start)
        $begun = $begun.Trim('"', "'")
        if ($kind -in '', 'text') { return }
        if ($kind -eq 'file') {
            Get-ChildItem -Path "$begun*" -ErrorAction SilentlyContinue |
                ForEach-Object { & $offer (Resolve-Path -Relative $_.FullName) '' $start }
        } elseif ($choices.ContainsKey($kind)) {
            $choices[$kind] | Where-Object { $_.StartsWith($begun) } | ForEach-Object { & $offer $_ '' $start }
        } else {
            & $program --complete "$kind=$begun" "--db=$db" "--book=$book" 2>$null | ForEach-Object {
                $value, $about = $_ -split "`t", 2
                & $offer $value $about $start
            }
        }
    }
    $offerNamed = {
        param($items)
        $items | Where-Object { $_.Name.StartsWith($wordToComplete) } | ForEach-Object { & $offer $_.Name $_.Help '' }
    }

    $node = $nodes[$path]
    $arguments = @($node.Arguments)
    if (-not $takes -and $wordToComplete -like '--*=*') {
        $option, $begun = $wordToComplete -split '=', 2
        & $offerKind (& $takenBy $option) $begun "$option="
    } elseif ($takes) {
        & $offerKind $takes $wordToComplete ''
    } elseif ($wordToComplete -like '-*') {
        & $offerNamed (@($node.Options) + $everywhere)
    } elseif (@($node.Words).Count) {
        & $offerNamed $node.Words
    } elseif ($count -lt $arguments.Count) {
        & $offerKind ($arguments[$count] -replace '\.\.\.$', '') $wordToComplete ''
    } elseif ($arguments.Count -and $arguments[-1] -like '*...') {
        & $offerKind ($arguments[-1] -replace '\.\.\.$', '') $wordToComplete ''
    } else {
        & $offerNamed $node.Options
    }
}
"""


def script(tree: Tree) -> str:
    """The whole script; never run by the tests, which have no PowerShell."""
    return filled(
        _SCRIPT,
        NODES="\n".join(_node(node) for node in tree.nodes),
        CHOICES="\n".join(
            f"        {name} = {_array(map(_quoted, words))}" for name, words in tree.choices.items()
        ),
        EVERYWHERE=", ".join(_option(option) for option in tree.everywhere),
    )


def _node(node: Node) -> str:
    words = (f"@{{ Name = {_quoted(word.name)}; Help = {_quoted(word.help)} }}" for word in node.words)
    parts = {
        "Words": _array(words),
        "Options": _array(_option(option) for option in node.options),
        "Arguments": _array(map(_quoted, node.arguments)),
    }
    lines = "".join(f"            {name} = {array}\n" for name, array in parts.items())
    return f"        {_quoted(node.path)} = @{{\n{lines}        }}"


def _option(option: Option) -> str:
    return f"@{{ Name = {_quoted(option.name)}; Takes = {_quoted(option.takes)}; Help = {_quoted(option.help)} }}"


def _array(items: Iterable[str]) -> str:
    return f"@({', '.join(items)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
