internal import Analysis
public import CFarrell
internal import Frontier
internal import Tables

/// Data that jobs read; it does not change.
final class DataSet: Sendable {
  let loaded: LoadedPanel
  /// Name in messages and documents.
  let name: String
  let unit: String
  let time: String?
  let priceNames: [String]
  /// The policies as they were asked for.
  let zeros: String
  let missing: String
  /// Remarks, as texts that the caller may keep.
  private let warningTexts: [StoredText]

  init(
    loaded: LoadedPanel, name: String, unit: String, time: String?, priceNames: [String],
    zeros: String, missing: String
  ) {
    (self.loaded, self.name, self.unit, self.time) = (loaded, name, unit, time)
    (self.priceNames, self.zeros, self.missing) = (priceNames, zeros, missing)
    warningTexts = loaded.warnings.map { StoredText($0) }
  }

  /// The policies of texts, as the command takes them.
  static func policies(
    zeros: String, missing: String
  ) throws(TableError) -> (zeros: ZeroPolicy, missing: MissingPolicy) {
    (
      try Setting([zeros], origin: "zeros").zeroPolicy(),
      try Setting([missing], origin: "missing").missingPolicy()
    )
  }

  /// A remark, where there is one of this number.
  func warning(_ index: Int) -> UnsafePointer<CChar>? {
    unsafe warningTexts.indices.contains(index) ? warningTexts[index].pointer : nil
  }

  /// What the data say about themselves among the settings of an analysis.
  var settings: [SettingName: Setting] {
    let panel = loaded.panel
    var settings: [SettingName: Setting] = [:]
    func set(_ name: SettingName, _ texts: [String]) {
      settings[name] = Setting(texts, isSplit: true, origin: SettingWords.name(name))
    }
    set(.file, [name])
    set(.unit, [unit])
    if let time { set(.time, [time]) }
    set(.inputs, panel.inputNames)
    set(.outputs, panel.outputNames)
    if zeros != "reject" { set(.zeros, [zeros]) }
    if missing != "reject" { set(.missing, [missing]) }
    return settings
  }

  /// The data as a file of comma-separated values, from which a run goes on.
  var file: [UInt8] { loaded.text(unit: unit, time: time, priceNames: priceNames) }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_data_create(
  _ frame: UnsafePointer<farrell_frame>?, _ data: UnsafeMutablePointer<farrell_data>?
) -> farrell_status {
  status { () throws(Failure) in
    guard let data = unsafe data else {
      throw .argument("data: found null; expected room for a handle")
    }
    unsafe data.pointee = 0
    guard let handle = Registry.shared.insert(try unsafe FrameReader(frame).data()) else {
      throw .memory
    }
    unsafe data.pointee = handle
  }
}

/// The data of a handle.
func dataSet(_ handle: farrell_data) throws(Failure) -> DataSet {
  guard let data = Registry.shared.object(handle, DataSet.self) else {
    throw .handle(handle, "data")
  }
  return data
}

/// As `farrell.h` says.
@implementation @c
public func farrell_data_describe(
  _ data: farrell_data, _ info: UnsafeMutablePointer<farrell_data_info>?
) -> farrell_status {
  status { () throws(Failure) in
    let loaded = try dataSet(data).loaded
    let (panel, counts) = (loaded.panel, loaded.counts)
    try unsafe fill(
      info, "info",
      farrell_data_info(
        size: MemoryLayout<farrell_data_info>.size, observations: UInt64(panel.count),
        units: UInt64(panel.units.count), periods: UInt64(panel.periods.count),
        dropped_rows: UInt64(counts.droppedRows), floored_values: UInt64(counts.flooredValues),
        rounded_numbers: UInt64(counts.roundedNumbers),
        warnings: UInt64(loaded.warnings.count)))
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_data_warning(
  _ data: farrell_data, _ index: UInt64, _ text: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> farrell_status {
  status { () throws(Failure) in
    let set = try dataSet(data)
    guard let text = unsafe text else { throw .argument("text: found null; expected room for it") }
    guard let found = unsafe Int(exactly: index).flatMap({ unsafe set.warning($0) }) else {
      throw .name("found warning \(index); expected one of \(set.loaded.warnings.count)")
    }
    unsafe text.pointee = found
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_data_free(_ data: farrell_data) -> farrell_status {
  status { () throws(Failure) in
    guard Registry.shared.remove(data, DataSet.self) != nil else { throw .handle(data, "data") }
  }
}
