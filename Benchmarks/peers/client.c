// A JACK client that does next to nothing: `client NAME` gives silence, what every client costs at least; `client NAME PORT`
// holds 64 keys, C2 upwards, at the MIDI port PORT, and gives no sound. Ends on a signal.
#include <jack/jack.h>
#include <jack/midiport.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { KEYS = 64 };
static jack_port_t *left, *right, *midi;
static volatile int connected;
static int struck;

static int process(jack_nframes_t frames, void *unused)
{
    (void)unused;
    if (midi) {
        void *events = jack_port_get_buffer(midi, frames);
        jack_midi_clear_buffer(events);
        // A flute, which lasts as long as its key and is one sample; then four keys a block, which no input queue finds too many.
        if (connected && struck < 0) {
            unsigned char message[2] = { 0xC0, 73 };
            jack_midi_event_write(events, 0, message, 2);
            struck = 0;
        } else if (connected) {
            for (int key = 0; key < 4 && struck < KEYS; key++, struck++) {
                unsigned char message[3] = { 0x90, (unsigned char)(36 + struck), 100 };
                jack_midi_event_write(events, 0, message, 3);
            }
        }
        return 0;
    }
    memset(jack_port_get_buffer(left, frames), 0, frames * sizeof(float));
    memset(jack_port_get_buffer(right, frames), 0, frames * sizeof(float));
    return 0;
}

int main(int count, char **arguments)
{
    jack_client_t *client = count < 2 ? NULL : jack_client_open(arguments[1], JackNoStartServer, NULL);
    if (!client) return 1;
    if (count > 2) {
        struck = -1;
        midi = jack_port_register(client, "out", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
    } else {
        left = jack_port_register(client, "left", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
        right = jack_port_register(client, "right", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    }
    jack_set_process_callback(client, process, NULL);
    if (jack_activate(client)) return 1;
    if (midi) {
        if (jack_connect(client, jack_port_name(midi), arguments[2])) return 1;
        connected = 1;
    } else {
        jack_connect(client, jack_port_name(left), "system:playback_1");
        jack_connect(client, jack_port_name(right), "system:playback_2");
    }
    for (;;) pause();
}
