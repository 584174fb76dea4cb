internal import CRivals
internal import Glibc

/// A linear programming library found at run time; the package builds without any.
@safe
struct RivalLibrary {
  let kind: Kind
  /// Name and version, as the library reports it.
  let name: String
  let rival: UnsafePointer<Rival>

  /// Which library.
  enum Kind: String, CaseIterable {
    case glpk, columns, lpsolve, clp, highs

    fileprivate var shortName: String {
      switch self {
      case .glpk: "GLPK"
      case .columns: "columns"
      case .lpsolve: "lp_solve"
      case .clp: "Clp"
      case .highs: "HiGHS"
      }
    }

    /// Where the library usually is; HiGHS has no usual place.
    fileprivate var usualPaths: [String] {
      switch self {
      case .glpk, .columns: ["libglpk.so.40", "libglpk.so"]
      case .lpsolve: ["/usr/lib/lp_solve/liblpsolve55.so", "liblpsolve55.so"]
      case .clp: ["libClp.so.1", "libClp.so"]
      case .highs: ["libhighs.so.1", "libhighs.so"]
      }
    }
  }

  /// Name in tables; `columns` is the column generation around GLPK.
  var shortName: String { kind.shortName }

  /// The library of a kind, from the given path or its usual places; nil with a line on what is missing.
  static func load(_ kind: Kind, path: String?) -> RivalLibrary? {
    for candidate in path.map({ [$0] }) ?? kind.usualPaths {
      let rival: UnsafePointer<Rival>? =
        switch kind {
        case .glpk: unsafe rival_glpk(candidate)
        case .columns: unsafe rival_columns(candidate)
        case .lpsolve: unsafe rival_lpsolve(candidate)
        case .clp: unsafe rival_clp(candidate)
        case .highs: unsafe rival_highs(candidate)
        }
      if let rival = unsafe rival {
        let name = unsafe withUnsafeBytes(of: rival.pointee.name) { bytes in
          unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return unsafe RivalLibrary(kind: kind, name: name, rival: rival)
      }
    }
    Self.warn("no \(kind.rawValue): \(unsafe String(cString: rival_error()))")
    return nil
  }

  /// A line beside the report.
  private static func warn(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
  }
}
