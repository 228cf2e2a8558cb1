//! Work that does not hold Python up: the interpreter is free while it runs, a key can stop it, and
//! somebody may follow it.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use eventstudy::study::Watch;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// How often signals are looked at and progress is told.
const BEAT: Duration = Duration::from_millis(50);
/// Threads of this process's size are what the command runs on.
const STACK: usize = 8 << 20;

/// Does the work on a thread of its own. `progress` is called with what is done and what there is to
/// do; an exception in it, or a signal, stops the work and is raised.
pub fn supervised<T: Send>(
    py: Python<'_>,
    watch: &Arc<Watch>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce() -> T + Send,
) -> PyResult<T> {
    py.detach(|| {
        std::thread::scope(|scope| {
            let (tell, told) = channel();
            let worker = std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, move || {
                    let done = work();
                    // Nobody listens any more where the work was stopped.
                    let _ = tell.send(());
                    done
                })
                .map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
            let mut stopped = Ok(());
            while stopped.is_ok() {
                match told.recv_timeout(BEAT) {
                    Err(RecvTimeoutError::Timeout) => stopped = look(watch, progress),
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            if stopped.is_err() {
                watch.stop();
            }
            let done = worker.join();
            stopped?;
            let defect = |_| PyRuntimeError::new_err("the computation broke off; please report it");
            let done = done.map_err(defect)?;
            look(watch, progress)?;
            Ok(done)
        })
    })
}

fn look(watch: &Watch, progress: Option<&Py<PyAny>>) -> PyResult<()> {
    Python::attach(|py| {
        py.check_signals()?;
        match progress {
            Some(progress) => progress.call1(py, watch.progress()).map(drop),
            None => Ok(()),
        }
    })
}
