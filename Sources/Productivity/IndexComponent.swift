/// The indices of a report; raw values are the column names that users of other programs know.
public enum IndexComponent: String, Sendable, Hashable, CaseIterable {
  /// MI, productivity change.
  case productivityChange = "tfpch"
  /// EFFCH, efficiency change.
  case efficiencyChange = "effch"
  /// TECH, technical change.
  case technicalChange = "techch"
  /// PEFFCH, pure efficiency change.
  case pureEfficiencyChange = "pech"
  /// SECH, scale efficiency change.
  case scaleEfficiencyChange = "sech"
  /// MATECH, magnitude of technical change.
  case magnitude = "matech"
  /// OBTECH, output bias of technical change.
  case outputBias = "obtech"
  /// IBTECH, input bias of technical change.
  case inputBias = "ibtech"
  /// TECH / (OBTECH_LOO · IBTECH_LOO): what leaving own observations out takes from the biases
  /// goes to the magnitude, and TECH stays (METHODS 3.6).
  case magnitudeLeaveOwnOut = "matech_loo"
  /// OBTECH with the unit's own observations left out of the reference.
  case outputBiasLeaveOwnOut = "obtech_loo"
  /// IBTECH with the unit's own observations left out of the reference.
  case inputBiasLeaveOwnOut = "ibtech_loo"
  /// BPC, best practice change.
  case bestPracticeChange = "bpc"
}
