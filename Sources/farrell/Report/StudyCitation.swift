internal import Analysis
internal import RunStore
internal import Productivity
internal import Frontier
internal import Inference
internal import Publishing
internal import Tables

extension StudyReport {
  /// How to cite, and how to make the page again.
  var citationSection: PageSection {
    var blocks: [PageBlock] = [
      .heading("Cite the methods"), .list(references.map { PageText($0) }),
    ]
    if let preparation, !preparation.citations.isEmpty {
      blocks.append(
        .paragraph([
          .text("Cite the data as well: their sources are named under "),
          .link("Data and their preparation", to: "data"), .text("."),
        ]))
    }
    blocks += [
      .heading("Make this page again"),
      .paragraph(
        PageText(
          "The same input, settings, seed, version and kind of processor give the same numbers for any number of "
            + "threads, parts and interruptions.")),
      .code(command),
      .definitions([
        PageDefinition("Version", PageText(manifest.identity.engineVersion)),
        PageDefinition("Data, SHA-256", [.code(manifest.identity.dataDigest)]),
        PageDefinition("Drawn on", PageText(environment)),
      ]),
    ]
    if let preparation {
      blocks += [.heading("The recipe"), .code(preparation.recipe)]
    }
    return PageSection(id: "citing", title: "How to cite, how to repeat", blocks: blocks)
  }

  private var command: String {
    guard let preparation else {
      return StudyCommandLine(manifest: manifest).text + " \\\n  --run RUN\n"
        + "farrell report RUN -o report.html\n"
    }
    return "farrell study \(preparation.recipeName.shellQuoted) -o STUDY\n"
  }

  private var environment: String {
    let environment = manifest.environment
    return
      "\(environment.processor), kernels \(environment.kernels), BLAS core \(environment.blasCore)"
  }

  private var references: [String] {
    var list = [
      "Färe, R., Grosskopf, S., Lindgren, B. and Roos, P. (1992), Productivity changes in Swedish pharmacies "
        + "1980-1989: a non-parametric Malmquist approach. Journal of Productivity Analysis 3, 85-101.",
      "Färe, R., Grifell-Tatjé, E., Grosskopf, S. and Lovell, C. A. K. (1997), Biased technical change and the "
        + "Malmquist productivity index. Scandinavian Journal of Economics 99, 119-127.",
    ]
    if hasInputBias {
      list.append(
        "Weber, W. L. and Domazlicky, B. R. (1999), Total factor productivity growth in manufacturing: a "
          + "regional approach using linear programming. Regional Science and Urban Economics 29, 105-122."
      )
    }
    let methods = bootstrap.results.study.options.methods
    if methods.contains(.simarWilson1999) {
      list.append(
        "Simar, L. and Wilson, P. W. (1999), Estimating and bootstrapping Malmquist indices. European Journal of "
          + "Operational Research 115, 459-471.")
    }
    if methods.contains(where: { if case .subsampling = $0 { true } else { false } }) {
      list.append(
        "Simar, L. and Wilson, P. W. (2011), Inference by the m out of n bootstrap in nonparametric frontier "
          + "models. Journal of Productivity Analysis 36, 33-53.")
    }
    if methods.contains(.neutralNull) {
      list.append(
        "The neutral-null bootstrap and the leave-own-out indices are Farrell's own; please say so."
      )
    }
    return list
  }
}
