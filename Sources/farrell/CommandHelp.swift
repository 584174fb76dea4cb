/// Help that is the same for every sub-command; lines of at most 78 columns, so none is broken.
enum CommandHelp {
  static let common = """
    A flag wins over the environment (FARRELL_RTS for --rts), which wins over the
    run file (rts = "vrs"). A run file may hold settings of other commands.
    Column names with a comma go in double quotes, with quotes in them doubled.

    Results go to standard output or to -o FILE, all else to standard error.
    Exit codes: 0 done, 3 done but some scores are not certified, 64 bad request,
    65 bad data, 66 no input, 73 output cannot be created, 74 input or output
    failed, 130 interrupted, 143 terminated. After Ctrl-C no file is left; a
    second one ends the process at once.
    """
}
