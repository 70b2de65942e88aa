#pragma once
#include <jack/jack.h>
#include <jack/midiport.h>
#include <jack/thread.h>

// The calls that a process callback may make, declared again so that Swift's
// compile-time checks let them pass. The promise is JACK's own documentation
// ("may be called from the process callback"); nothing verifies it, so this
// list stays short.
#define KANON_REALTIME \
    __attribute__((swift_attr("@_noLocks"))) __attribute__((swift_attr("@_noAllocation")))

KANON_REALTIME void *jack_port_get_buffer(jack_port_t *port, jack_nframes_t frames);
KANON_REALTIME uint32_t jack_midi_get_event_count(void *port_buffer);
KANON_REALTIME int jack_midi_event_get(jack_midi_event_t *event, void *port_buffer, uint32_t event_index);
KANON_REALTIME uint32_t jack_midi_get_lost_event_count(void *port_buffer);
KANON_REALTIME jack_time_t jack_get_time(void);
KANON_REALTIME jack_nframes_t jack_last_frame_time(const jack_client_t *client);

// jack_client_open is variadic, which Swift cannot call.
static inline jack_client_t *kanon_jack_client_open(
    const char *name, jack_options_t options, jack_status_t *status, const char *server) {
    if (server) return jack_client_open(name, options | JackServerName, status, server);
    return jack_client_open(name, options, status);
}
