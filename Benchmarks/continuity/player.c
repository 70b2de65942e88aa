// A JACK client that plays and listens: `player MIDI LEFT RIGHT FILE FIRST SECOND` takes program FIRST, holds eight keys over five
// octaves, takes program SECOND at three seconds under them, lets go at six and ends at seven. What it hears from the ports LEFT
// and RIGHT goes to FILE: floats, left and right in turn, from its first block on. Fails if a block was late, since then a sound
// is missing that the program played.
#include <jack/jack.h>
#include <jack/midiport.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RATE = 48000, KEYS = 8, STRIKE = RATE, CHANGE = 3 * RATE, LIFT = 6 * RATE, END = 7 * RATE };
static const unsigned char keys[KEYS] = { 36, 43, 52, 60, 67, 76, 84, 96 };
static jack_port_t *midi, *sides[2];
static float sound[END][2];
static int programs[2];
static long played = -1;
static atomic_int connected, late, over;

static void send(void *events, long at, jack_nframes_t frames, unsigned char *message, size_t size)
{
    if (at >= played && at < played + frames) jack_midi_event_write(events, (jack_nframes_t)(at - played), message, size);
}

static int process(jack_nframes_t frames, void *unused)
{
    (void)unused;
    void *events = jack_port_get_buffer(midi, frames);
    jack_midi_clear_buffer(events);
    if (!connected || over) return 0;
    if (played < 0) played = 0;
    unsigned char first[2] = { 0xC0, (unsigned char)programs[0] }, second[2] = { 0xC0, (unsigned char)programs[1] };
    send(events, 0, frames, first, 2);
    for (int key = 0; key < KEYS; key++) send(events, STRIKE, frames, (unsigned char[]){ 0x90, keys[key], 90 }, 3);
    send(events, CHANGE, frames, second, 2);
    for (int key = 0; key < KEYS; key++) send(events, LIFT, frames, (unsigned char[]){ 0x80, keys[key], 0 }, 3);
    for (int side = 0; side < 2; side++) {
        const float *heard = jack_port_get_buffer(sides[side], frames);
        for (jack_nframes_t frame = 0; frame < frames && played + frame < END; frame++) sound[played + frame][side] = heard[frame];
    }
    played += frames;
    if (played >= END) over = 1;
    return 0;
}

static int count_late(void *unused)
{
    (void)unused;
    late++;
    return 0;
}

int main(int count, char **arguments)
{
    if (count != 7) return 64;
    jack_client_t *client = jack_client_open("player", JackNoStartServer, NULL);
    if (!client) return 1;
    programs[0] = atoi(arguments[5]);
    programs[1] = atoi(arguments[6]);
    midi = jack_port_register(client, "out", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
    sides[0] = jack_port_register(client, "left", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    sides[1] = jack_port_register(client, "right", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    jack_set_process_callback(client, process, NULL);
    jack_set_xrun_callback(client, count_late, NULL);
    if (jack_activate(client)) return 1;
    if (jack_connect(client, jack_port_name(midi), arguments[1])) return 1;
    for (int side = 0; side < 2; side++)
        if (jack_connect(client, arguments[2 + side], jack_port_name(sides[side]))) return 1;
    late = 0;
    connected = 1;
    while (!over) usleep(20000);
    jack_client_close(client);
    if (late) return 2;
    FILE *file = fopen(arguments[4], "wb");
    if (!file || fwrite(sound, sizeof sound, 1, file) != 1 || fclose(file)) return 1;
    return 0;
}
