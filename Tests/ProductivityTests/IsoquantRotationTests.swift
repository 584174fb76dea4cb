import DenseKernels
import Frontier
import Glibc
import Productivity
import Testing

@Suite("Turns of isoquants")
struct IsoquantRotationTests {
  private func rotation(
    _ panel: Panel, _ pair: FactorPair = FactorPair(0, 1), unit: Int? = nil,
    _ rts: ReturnsToScale = .constant
  ) throws -> IsoquantRotation {
    func technology(_ period: Int) -> Technology {
      Technology(
        panel: panel, observations: panel.observations(period: period), returnsToScale: rts)
    }
    return try IsoquantRotation(
      panel, pair, over: Transition(from: 0, to: 1), unit: unit,
      technologies: (technology(0), technology(1)), solver: FrontierSolver())
  }

  private func isNear(_ line: Isoquant, _ corners: [(Double, Double)]) -> Bool {
    line.vertices.count == corners.count
      && zip(line.vertices, corners).allSatisfy {
        abs($0.first / $1.0 - 1) < 1e-12 && abs($0.second / $1.1 - 1) < 1e-12
      }
  }

  @Test("unit D of the fixture: both isoquants, the neutral shift and the verdicts are exact")
  func fixture() throws {
    let found = try rotation(makePanel(fixtureF1), unit: 3)
    #expect(isNear(found.old, [(2, 8), (4, 4), (8, 2)]))
    #expect(isNear(found.new, [(2, 6), (3, 4), (6, 2)]))
    // The rays of (4, 4) meet them at 4 and 18/5: MATECH of D is 10/9.
    #expect(isNear(found.neutral, [(1.8, 7.2), (3.6, 3.6), (7.2, 1.8)]))
    #expect(found.oldMix == Isoquant.Vertex(first: 4, second: 4))
    #expect(found.newMix == Isoquant.Vertex(first: 4, second: 2))
    #expect(abs(found.oldRates.lowerBound - 0.5) < 1e-12)
    #expect(abs(found.oldRates.upperBound - 2) < 1e-12)
    #expect(abs(found.newRates.lowerBound - 2.0 / 3) < 1e-12)
    #expect(abs(found.logGain - log(1.05)) < 1e-12)
    #expect(found.biasAtOldMix == .undetermined(.tie))
    #expect(found.biasAtNewMix == .saving(input: 1, using: 0))
  }

  // With two inputs, one output and constant returns the plane is the whole technology.
  @Test("the gain at the new mix is the square of the input bias", arguments: seeds)
  func inputBias(seed: UInt64) throws {
    let data = randomObservations(
      seed: seed, RandomShape(units: 12, periods: 2, inputs: 2, outputs: 1))
    let panel = try makePanel(data)
    let results = try analyse(data)
    for row in results.rows {
      let found = try rotation(panel, unit: row.unit)
      #expect(abs(found.logGain - 2 * log(try #require(row[.inputBias]))) < 1e-8)
      #expect(found.biasAtNewMix.savedInput == row.pairs[0].calls[.inputBias]?.savedInput)
    }
  }

  @Test("units of measure and the order of the pair change no verdict", arguments: seeds)
  func invariance(seed: UInt64) throws {
    let data = randomObservations(seed: seed, RandomShape(units: 15, periods: 2, inputs: 3))
    let found = try rotation(makePanel(data), FactorPair(0, 2))
    let mirrored = try rotation(makePanel(data), FactorPair(2, 0))
    let scaled = data.map { observation in
      var observation = observation
      observation.inputs[0] *= 1e4
      observation.inputs[1] *= 0.7
      observation.outputs[0] *= 3e-3
      return observation
    }
    let other = try rotation(makePanel(scaled), FactorPair(0, 2))
    for (line, image) in [
      (found.old, other.old), (found.new, other.new), (found.neutral, other.neutral),
    ] {
      #expect(line.vertices.count == image.vertices.count)
      for (a, b) in zip(line.vertices, image.vertices) {
        #expect(abs(b.first / a.first / 1e4 - 1) < 1e-7 && abs(b.second / a.second - 1) < 1e-7)
      }
    }
    #expect(abs(found.logGain - other.logGain) < 1e-7)
    #expect(abs(found.logGain - mirrored.logGain) < 1e-7)
    #expect(found.biasAtNewMix == mirrored.biasAtNewMix && found.biasAtNewMix == other.biasAtNewMix)
    #expect(found.biasAtOldMix == mirrored.biasAtOldMix && found.biasAtOldMix == other.biasAtOldMix)
  }

  // y = x1^a x2^(1 − a), a from 0.4 to 0.6: at any mix a unit of x1 replaces more of x2 than before.
  @Test("on a dense technology that uses more of an input, rates at the old mix rise")
  func smooth() throws {
    var data: [Observation] = []
    for (period, share) in [0.4, 0.6].enumerated() {
      for unit in 0..<41 {
        let mix = -1 + Double(unit) / 20 + 0.1 * Double(period)
        data.append(
          Observation(
            unit: "u\(unit)", period: "\(period)", inputs: [exp(mix / 2), exp(-mix / 2)],
            outputs: [exp(mix * (share - 0.5))]))
      }
    }
    let panel = try makePanel(data)
    for unit in [8, 20, 32] {
      let found = try rotation(panel, unit: unit)
      #expect(found.biasAtOldMix == .saving(input: 1, using: 0))
      #expect(found.biasAtNewMix == .saving(input: 1, using: 0))
    }
    let mean = try rotation(panel)
    #expect(mean.biasAtOldMix == .saving(input: 1, using: 0))
    #expect(abs(mean.oldMix.first - 1) < 1e-12 && abs(mean.newMix.first - exp(0.05)) < 1e-12)
  }

  @Test("where there is nothing to show, the reason is said")
  func refusals() throws {
    func error(_ work: () throws -> IsoquantRotation) -> IsoquantError? {
      do {
        _ = try work()
        return nil
      } catch {
        return error as? IsoquantError
      }
    }
    let panel = try makePanel(fixtureF1)
    #expect(
      error { try rotation(panel, FactorPair(0, 1), unit: nil, .freeDisposalHull) }
        == .noFrontier)
    let gap = try makePanel(fixtureF1.filter { !($0.unit == "D" && $0.period == "t+1") })
    #expect(error { try rotation(gap, unit: 3) } == .notObserved)
    // A third input of which the new technology needs ten times as much.
    let scarce = try makePanel(
      fixtureF1.map { observation in
        var observation = observation
        observation.inputs.append(observation.period == "t" ? 1 : 10)
        return observation
      })
    #expect(error { try rotation(scarce) } == .unreachable(.to))
  }
}
