#pragma once
#include <alsa/asoundlib.h>

// The library prints its troubles to stderr through a variadic handler, which
// Swift cannot write. Kanon reports errors itself.
static void kanon_alsa_say_nothing(
    const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

/// Keeps the ALSA library from printing to stderr.
static inline void kanon_alsa_silence(void) { snd_lib_error_set_handler(kanon_alsa_say_nothing); }
