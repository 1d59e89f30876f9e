package zalo_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"

	"langnghe/bot/chat"
)

// vault keeps secrets in memory; broken fails every Put.
type vault struct {
	mu     sync.Mutex
	kept   map[string][]byte
	broken bool
	puts   int
}

var errBroken = errors.New("disk full")

func (v *vault) Get(_ context.Context, name string) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if b, ok := v.kept[name]; ok {
		return bytes.Clone(b), nil
	}
	return nil, chat.ErrNoSecret
}

func (v *vault) Put(_ context.Context, name string, value []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.broken {
		return errBroken
	}
	v.puts++
	v.kept[name] = bytes.Clone(value)
	return nil
}

func (v *vault) breakPut(on bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.broken = on
}

// inbox keeps events in memory.
type inbox struct {
	mu     sync.Mutex
	events []chat.Event
	err    error
	panics bool
}

func (b *inbox) Accept(_ context.Context, e chat.Event) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.panics {
		panic("boom " + string(e.Body))
	}
	if b.err != nil {
		return false, b.err
	}
	for _, old := range b.events {
		if old.Channel == e.Channel && old.Key == e.Key {
			return false, nil
		}
	}
	b.events = append(b.events, e)
	return true, nil
}

func (b *inbox) all() []chat.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.events)
}
