import Preparation
import Tables
import Testing

@Suite("Errors of recipes")
struct RecipeErrorTests {
  private let tables = RawTables(files: [
    "raw.csv": """
    unit,year,x,va,p,z
    A,2000,10,8,100,1
    A,2001,11,9,101,1
    A,2002,12,9,,1
    B,2000,20,8,100,1
    B,2001,21,9,101,1
    B,2002,22,30,103,1

    """
  ])

  private func error(_ step: String, panel: String = "columns = [\"x\"]") -> String {
    tables.error(
      """
      [[step]]
      do = "read"
      file = "raw.csv"
      unit = "unit"
      time = "year"
      numbers = ["x", "va", "z"]
      indices = ["p"]
      [[step]]
      \(step)
      [panel]
      \(panel)
      """)
  }

  @Test(
    "every mistake is one line with the place in the recipe, and the row of the data",
    arguments: [
      (
        "do = \"price-index\"\ncolumn = \"p\"\nbase = 2000\ninto = \"l\"",
        "recipe.toml:8:1: price-index: found no index of unit \"A\" in 2002 (raw.csv:4); "
          + "expected an index of every year"
      ),
      (
        "do = \"price-index\"\ncolumn = \"p\"\nbase = 1990\ninto = \"l\"",
        "recipe.toml:8:1: price-index: found no base year of unit \"A\" in 1990 (raw.csv:2); "
          + "expected one of its years 2000 to 2002"
      ),
      (
        "do = \"deflate\"\ncolumns = [\"x\"]\nby = \"p\"\ninto = [\"y\"]",
        "recipe.toml:8:1: deflate: found no price of unit \"A\" in 2002 (raw.csv:4); "
          + "expected a price wherever there is a value"
      ),
      (
        "do = \"deflate\"\ncolumns = [\"x\"]\nby = \"va\"\ninto = [\"y\"]",
        "recipe.toml:11:6: deflate: found \"va\", which is no index number; expected price levels "
          + "(indices = [...] of a read step, or price-index)"
      ),
      (
        "do = \"intermediates\"\noutput = \"x\"\nvalue_added = \"va\"\nvat = \"z\"\nenergy = \"z\"\ninto = \"m\"",
        "recipe.toml:8:1: intermediates: found intermediate inputs of 22 - 30 + 1 - 1 = -8 of unit "
          + "\"B\" in 2002 (raw.csv:7); expected a positive number"
      ),
      (
        "do = \"select\"\nunits = [\"C\"]",
        "recipe.toml:10:9: select: found no unit \"C\" in table \"raw\" (did you mean \"A\"?); "
          + "expected one of \"A\", \"B\""
      ),
      (
        "do = \"select\"\nunit = [\"A\"]",
        "recipe.toml:10:1: select: found the key \"unit\" (did you mean \"units\"?); expected one of "
          + "do, table, as, units, from, to, where, columns"
      ),
      (
        "do = \"select\"\nfrom = \"2000\"",
        "recipe.toml:10:8: select: found \"2000\" for \"from\"; expected a whole number from -9999 to "
          + "9999"
      ),
      (
        "do = \"combine-index\"\ncolumn = \"p\"\nweights = { A = 0.6, B = 0.3 }\ninto = \"q\"",
        "recipe.toml:11:11: combine-index: found weights with the sum 0.8999999999999999; expected "
          + "shares that are not negative and sum to 1"
      ),
      (
        "do = \"concordance\"\nsplit = { A = { A1 = 0.5, A2 = 0.4 } }",
        "recipe.toml:10:15: concordance: found shares of \"A\" with the sum 0.9; expected shares that "
          + "are not negative and sum to 1"
      ),
      (
        "do = \"concordance\"\nmerge = { AB = [\"A\", \"B\"] }",
        "recipe.toml:8:1: concordance: found the index \"p\" of the merged unit \"AB\"; expected "
          + "weights = { p = \"an additive column\" }, since it has no sum"
      ),
      (
        "do = \"concordance\"\nmerge = { AB = [\"A\", \"B\"] }\ndrop = [\"A\"]",
        "recipe.toml:11:8: concordance: found \"A\" in two operations; expected every old unit in one "
          + "(subtract may go with merge and rename)"
      ),
      (
        "do = \"concordance\"\nrename = { A = \"B\" }",
        "recipe.toml:8:1: concordance: found \"A\" and \"B\" both as \"B\"; expected them in one merge, "
          + "or different names"
      ),
      (
        "do = \"extrapolate\"\ncolumn = \"x\"\ngrowth = \"z\"\nafter = 2001\ninto = \"y\"",
        "recipe.toml:8:1: extrapolate: found no key \"growth_is_real\"; expected growth_is_real = true "
          + "or false (published Chinese industrial value-added growth is real)"
      ),
      (
        "do = \"extrapolate\"\ncolumn = \"x\"\ngrowth = \"z\"\nafter = 2001\ngrowth_is_real = true\n"
          + "into = \"y\"",
        "recipe.toml:13:18: extrapolate: found real growth on \"x\", which is not known to be in constant "
          + "prices and has a level of unit \"A\" in 2000 (raw.csv:2); expected levels that were deflated "
          + "(or are listed as real where they are read), or none before 2001"
      ),
      (
        "do = \"compute\"\nsum = [\"x\", \"p\"]\ninto = \"y\"",
        "recipe.toml:10:7: compute: found \"p\", which is an index; expected additive variables "
          + "(weighted combines index numbers and rates)"
      ),
      (
        "do = \"compute\"\nratio = [\"x\", \"p\"]\ninto = \"y\"",
        "recipe.toml:10:9: compute: found values divided by an index number; expected a deflate step"
      ),
      (
        "do = \"join\"\nwith = \"rew\"\ncolumns = [\"x\"]",
        "recipe.toml:10:8: join: found no table \"rew\" (did you mean \"raw\"?); expected one of \"raw\""
      ),
      (
        "do = \"deflat\"",
        "recipe.toml:9:6: found do = \"deflat\" (did you mean \"deflate\"?); expected do = one of "
      ),
      (
        "do = \"read\"\nfile = \"no.csv\"\nunit = \"unit\"\nnumbers = [\"x\"]",
        "recipe.toml:8:1: read: no.csv: no such file"
      ),
      (
        "do = \"read\"\nfile = \"raw.csv\"\nunit = \"unit\"\nnumbers = [\"xx\"]",
        "recipe.toml:8:1: read: raw.csv:1:1: found no column \"xx\" (did you mean \"x\"?); expected one "
          + "of \"unit\", \"year\", \"x\", \"va\", \"p\", \"z\""
      ),
      (
        "do = \"read\"\nfile = \"raw.csv\"\nunit = \"unit\"\nnumbers = [\"x\"]",
        "recipe.toml:8:1: read: raw.csv:3:1: found a second row of unit \"A\" (the first is in line 2); "
          + "expected one"
      ),
      (
        "do = \"capital\"\ninvestment = \"x\"\ninitial = \"given\"\nstock = \"x\"\nstock_year = 2000\n"
          + "rate = 1.5\ninto = \"k\"",
        "recipe.toml:14:8: capital: found the rate 1.5; expected a fraction from 0 to 1"
      ),
      (
        "do = \"check\"\ninputs = [\"p\"]\noutputs = [\"x\"]\nrequire = [\"complete\"]",
        "recipe.toml:8:1: check: found no p of unit \"A\" in 2002 (raw.csv:4); expected a number in "
          + "every row"
      ),
    ] as [(String, String)])
  func oneLine(step: String, message: String) {
    let found = error(step)
    #expect(found.hasPrefix(message), "\(found)")
    #expect(!found.contains("\n"))
  }

  @Test("a missing number, an unknown column or a column twice stops the panel")
  func panel() {
    let step = "do = \"select\""
    #expect(
      error(step, panel: "columns = [\"p\"]")
        == "recipe.toml:10:1: panel: found no p of unit \"A\" in 2002 (raw.csv:4); expected a number "
        + "in every row (or missing = \"keep\")")
    #expect(
      error(step, panel: "columns = [\"xy\"]").hasPrefix(
        "recipe.toml:11:11: panel: found no column \"xy\" in table \"raw\" (did you mean \"x\"?)"))
    #expect(
      error(step, panel: "columns = [\"x\"]\nunit = \"x\"")
        == "recipe.toml:11:11: panel: found the column \"x\" twice; expected it once")
    #expect(
      error(step, panel: "columns = [\"x\"]\n[extra]\na = 1")
        == "recipe.toml:12:1: recipe: found the key \"extra\"; expected one of title, source, step, "
        + "panel, study")
  }

  @Test(
    "shares above one, years that are no years, and texts for numbers are refused where they stand")
  func cells() {
    for (cell, message) in [
      ("A,x,1", "raw.csv:2:3: found \"x\"; expected a number, or nothing where it is missing"),
      ("A,2000.5,1", "raw.csv:2:3: found 2000.5; expected a year"),
      ("A,2000,1e999", "raw.csv:2:8: found \"1e999\"; expected a number up to 1.8e308"),
      (",2000,1", "raw.csv:2:1: found an empty cell; expected the name of a unit"),
      ("A,2000", "raw.csv:2:7: found 2 fields; expected 3, as in the header"),
    ] {
      let tables = RawTables(files: ["raw.csv": "u,t,x\n\(cell)\n"])
      let found = tables.error(
        """
        [[step]]
        do = "read"
        file = "raw.csv"
        unit = "u"
        time = "t"
        numbers = ["x"]
        [panel]
        columns = ["x"]
        """)
      #expect(found == "recipe.toml:1:1: read: " + message)
    }
  }
}
