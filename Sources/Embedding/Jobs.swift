public import CFarrell
internal import DenseKernels
internal import Glibc
internal import RunStore
internal import Tables

/// The job of a handle, in this process.
private func job(_ handle: farrell_job) throws(Failure) -> Job {
  guard let job = Registry.shared.object(handle, Job.self) else { throw .handle(handle, "a job") }
  guard job.process == getpid() else { throw .fork }
  return job
}

/// Most settings of a request.
private let largestSettingCount = 1 << 20

/// As `farrell.h` says.
@implementation @c
public func farrell_job_submit(
  _ request: UnsafePointer<farrell_request>?, _ job: UnsafeMutablePointer<farrell_job>?
) -> farrell_status {
  status { () throws(Failure) in
    guard let job = unsafe job else {
      throw .argument("job: found null; expected room for a handle")
    }
    unsafe job.pointee = 0
    let request = try unsafe structure(request, "request")
    let command = try unsafe requiredText(request.command, "command")
    let count = unsafe request.setting_count
    guard count >= 0, count <= largestSettingCount else {
      throw .argument("setting_count: found \(UInt(bitPattern: count)); expected at most 2^20")
    }
    var settings: [(name: String, value: String)] = []
    for index in 0..<count {
      guard let setting = unsafe request.settings?[index] else {
        throw .argument("settings: found null; expected \(count) settings")
      }
      settings.append(
        (
          try unsafe requiredText(setting.name, "setting \(index): name"),
          try unsafe requiredText(setting.value, "setting \(index): value")
        ))
    }
    let handle = unsafe request.data
    let data = handle == 0 ? nil : try dataSet(handle)
    let submitted = Job(JobRequest(command: command, data: data, settings: settings))
    guard let number = Registry.shared.insert(submitted) else { throw .memory }
    unsafe job.pointee = number
    JobQueue.shared.submit(submitted)
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_job_poll(
  _ handle: farrell_job, _ progress: UnsafeMutablePointer<farrell_progress>?
) -> farrell_status {
  status { () throws(Failure) in
    try unsafe fill(progress, "progress", job(handle).progress)
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_job_wait(_ handle: farrell_job, _ milliseconds: Int64) -> farrell_status {
  do throws(Failure) {
    let job = try job(handle)
    job.wait(milliseconds: milliseconds)
    switch job.outcome {
    case nil: return FARRELL.running
    case .results(let results): return results.isIncomplete ? FARRELL.incomplete : FARRELL.ok
    case .failure(let failure): throw failure
    }
  } catch {
    return error.record()
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_job_cancel(_ handle: farrell_job) -> farrell_status {
  status { () throws(Failure) in try job(handle).cancel() }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_job_free(_ handle: farrell_job) -> farrell_status {
  status { () throws(Failure) in
    guard let job = Registry.shared.remove(handle, Job.self) else {
      throw .handle(handle, "a job")
    }
    if job.process == getpid() { job.cancel() }
  }
}

// MARK: Results

/// The results of a job that has some.
private func results(_ handle: farrell_job) throws(Failure) -> JobResults {
  switch try job(handle).outcome {
  case .results(let results): return results
  case nil: throw .state("found a job that has not ended; expected one that has")
  case .failure: throw .state("found a job without results; expected one that did not fail")
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_result_table(
  _ handle: farrell_job, _ index: UInt64, _ table: UnsafeMutablePointer<farrell_table>?
) -> farrell_status {
  status { () throws(Failure) in
    try unsafe fill(table, "table", results(handle).table(index))
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_result_column_at(
  _ handle: farrell_job, _ table: UnsafePointer<CChar>?, _ index: UInt64,
  _ column: UnsafeMutablePointer<farrell_column>?
) -> farrell_status {
  status { () throws(Failure) in
    let (results, table) = (try results(handle), try unsafe requiredText(table, "table"))
    try unsafe fill(
      column, "column",
      results.withTable(table) { (table) throws(Failure) in try unsafe table.column(index) })
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_result_column(
  _ handle: farrell_job, _ table: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?,
  _ column: UnsafeMutablePointer<farrell_column>?
) -> farrell_status {
  status { () throws(Failure) in
    let (results, table) = (try results(handle), try unsafe requiredText(table, "table"))
    let name = try unsafe requiredText(name, "column")
    try unsafe fill(
      column, "column",
      results.withTable(table) { (table) throws(Failure) in try unsafe table.column(name) })
  }
}

/// As `farrell.h` says.
@implementation @c
public func farrell_result_document(
  _ handle: farrell_job, _ name: UnsafePointer<CChar>?,
  _ bytes: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> farrell_status {
  status { () throws(Failure) in
    let (results, name) = (try results(handle), try unsafe requiredText(name, "document"))
    guard let bytes = unsafe bytes, let length = unsafe length else {
      throw .argument("bytes, length: found null; expected room for them")
    }
    let found = try unsafe results.document(name)
    unsafe bytes.pointee = found.bytes
    unsafe length.pointee = found.count
  }
}

// MARK: Runs

/// As `farrell.h` says.
@implementation @c
public func farrell_run_store(
  _ directory: UnsafePointer<CChar>?, _ bytes: UnsafeRawPointer?, _ length: Int
) -> farrell_status {
  status { () throws(Failure) in
    let path = try unsafe requiredText(directory, "directory")
    guard let bytes = unsafe bytes, length >= 0 else {
      throw .argument("bytes: found null; expected a shard")
    }
    let copied = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: length))
    do throws(TableError) {
      try RunDirectory(opening: path).store(bytes: copied)
    } catch {
      throw Failure(error)
    }
  }
}
