import Preparation
import Tables
import Testing

@Suite("Steps that make capital")
struct CapitalStepTests {
  @Test(
    "capital: given stock 100, rate 0.1, investment 20 make 110 and 119; other ways say what they did"
  )
  func capital() throws {
    var tables = RawTables()
    tables.files["k.csv"] = "unit,year,i,k\nA,2000,,100\nA,2001,20,\nA,2002,20,\n"
    let head = """
      [[step]]
      do = "read"
      file = "k.csv"
      unit = "unit"
      time = "year"
      numbers = ["i", "k"]
      real = ["i"]
      [[step]]
      do = "capital"
      investment = "i"
      initial = "given"
      stock = "k"
      stock_year = 2000
      into = "stock"

      """
    let panel = "[panel]\ncolumns = [\"stock\"]\nmissing = \"keep\"\n"
    let found = try tables.run(head + "rate = 0.1\n" + panel)
    #expect(found.column("stock") == [100, 110, 119])
    #expect(found.texts(.step).contains { $0.contains("68.1 % of the last stocks") })
    let middle = try tables.run(head + "rates = { A = 0.1 }\ntiming = \"middle\"\n" + panel)
    #expect(middle.column("stock") == [105, 114.5])
    let shay = try tables.run(
      head + "retirement = \"one-hoss-shay\"\nservice_life = 4\n" + panel)
    #expect(shay.column("stock") == [100, 95, 90])
    #expect(
      tables.error(head + panel)
        == "recipe.toml:8:1: capital: found 0 sources of depreciation rates; "
        + "expected one of rate, rates and rate_column")
  }

  @Test("regression: rho, R2 and the warning are printed, and the years before come back")
  func regression() throws {
    var tables = RawTables()
    var lines = "unit,year,x\n"
    for (unit, start, a) in [("A", 10.0, 4.0), ("B", 30, 1)] {
      var value = start
      for year in 1995...2006 {
        lines += "\(unit),\(year),\(year < 1998 ? "" : value.description)\n"
        value = a + 0.7 * value
      }
    }
    tables.files["x.csv"] = lines
    let found = try tables.run(
      """
      [[step]]
      do = "read"
      file = "x.csv"
      unit = "unit"
      time = "year"
      numbers = ["x"]
      [[step]]
      do = "splice"
      method = "regression"
      new = "x"
      at = 1998
      into = "long"
      [panel]
      columns = ["long"]
      """)
    #expect(abs((found.number("long", "A", 1995) ?? 0) - 10) < 1e-7)
    #expect(abs((found.number("long", "B", 1996) ?? 0) - 22) < 1e-7)
    #expect(found.texts(.remark).contains { $0.contains("rho 0.7, R2 within 1") })
    #expect(found.texts(.warning).contains { $0.hasPrefix("rho 0.7 is below 0.8") })
  }
}
