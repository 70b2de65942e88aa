#pragma once
// The terminal's modes, and the end of a program by a signal, also by a fault of its own.
#include <stdbool.h>

/// Opens those of the descriptors 0 to 2 that are closed, so that no file takes their place. What is written there fails as before.
void kanon_descriptors_secure(void);

/// True where keys can be read: standard input is a terminal, and this process is in its foreground.
bool kanon_terminal_is_available(void);
/// Lets each key of standard input arrive at once, without echo; false where that is not possible. Ctrl-C still interrupts.
bool kanon_terminal_enter(void);
/// The terminal is what it was before `kanon_terminal_enter`. At any time, on any thread, any number of times: async-signal-safe.
void kanon_terminal_restore(void);

/// A signal that ends this program, which nobody answers yet, first gives the terminal back and says in one sentence that it does.
/// Answers of the Swift runtime, which may ask the player questions, are replaced, unless SWIFT_BACKTRACE asks for them.
void kanon_endings_guard(void);
/// The calling thread can answer a signal also where its stack is used up.
void kanon_endings_prepare_thread(void);
