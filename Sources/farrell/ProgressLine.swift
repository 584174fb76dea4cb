internal import Analysis
internal import DenseKernels
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Tells on standard error how far long work has come: a bar on a terminal, elsewhere a line every
/// 30 seconds, and nothing for work of about a second.
final class ProgressLine: Sendable {
  private let control: WorkControl
  private let detail: ProgressDetail?
  private let isTerminal = isatty(STDERR_FILENO) == 1
  // Set once; Dispatch lets any thread cancel it.
  nonisolated(unsafe) private let timer: any DispatchSourceTimer
  private let queue = DispatchQueue(label: "farrell.progress")
  private let started = DispatchTime.now()

  private static let barWidth = 30

  /// Begins to watch work.
  init(_ control: WorkControl, detail: ProgressDetail? = nil) {
    (self.control, self.detail) = (control, detail)
    let timer = DispatchSource.makeTimerSource(queue: queue)
    unsafe self.timer = timer
    if isTerminal {
      timer.schedule(deadline: .now() + .seconds(1), repeating: .milliseconds(200))
    } else {
      timer.schedule(deadline: .now() + .seconds(30), repeating: .seconds(30))
    }
    timer.setEventHandler { [weak self] in self?.show() }
    timer.resume()
  }

  /// Stops watching, and removes the bar.
  func end() {
    unsafe timer.cancel()
    queue.sync { if isTerminal { Console.write("\r\u{1B}[K") } }
  }

  private func show() {
    let progress = control.progress
    guard progress.totalCount > 0 else { return }
    let elapsedSeconds =
      Double(DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1e9
    let more = detail.map { ": " + $0(progress, elapsedSeconds) } ?? ""
    let text = Self.text(progress, elapsedSeconds: elapsedSeconds) + more
    if isTerminal {
      Console.write("\r\u{1B}[K\(Self.bar(progress)) \(text)")
    } else {
      Console.line("farrell: \(text)")
    }
  }

  /// Progress in words, such as `distances 40 %, 31 s`.
  static func text(_ progress: WorkControl.Progress, elapsedSeconds: Double) -> String {
    let percentage = 100 * progress.doneCount / max(progress.totalCount, 1)
    return "\(progress.step) \(percentage) %, \(Int(elapsedSeconds)) s"
  }

  /// A bar of fixed width, such as `[#####.....]`.
  static func bar(_ progress: WorkControl.Progress) -> String {
    let filled = min(barWidth, barWidth * progress.doneCount / max(progress.totalCount, 1))
    return "[" + String(repeating: "#", count: filled)
      + String(repeating: ".", count: barWidth - filled) + "]"
  }
}
