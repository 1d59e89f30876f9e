package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"

	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// phonesFile keeps, in the demo's data folder, what the phones show: the
// simulators hold it in memory only, and a run with the same folder goes on
// where the last one stopped.
const phonesFile = "phones.json"

// keepEvery is how much of the phones a kill may cost.
const keepEvery = 2 * time.Second

// keptPhones is the content of the file.
type keptPhones struct {
	Ahead    time.Duration // how far the clock had been set forward
	Seen     map[string]int
	Zalo     zalosim.Screens
	Telegram telegramsim.Screens
}

// restorePhones puts back what an earlier run kept, if any. People and groups
// must be housed.
func (c *demoCity) restorePhones(data string) error {
	kept, ok, err := readPhones(data)
	if err != nil || !ok {
		return err
	}
	c.zalo.Restore(kept.Zalo)
	c.telegram.Restore(kept.Telegram)
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.Copy(c.seen, kept.Seen)
	return nil
}

// restoreClock sets the clock where an earlier run had it, so that time does
// not run backwards for the store.
func (c *demoCity) restoreClock(data string) error {
	kept, _, err := readPhones(data)
	c.ahead.Store(int64(kept.Ahead))
	return err
}

func readPhones(data string) (kept keptPhones, ok bool, err error) {
	raw, err := os.ReadFile(filepath.Join(data, phonesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return kept, false, nil
	}
	if err != nil {
		return kept, false, err
	}
	if err := json.Unmarshal(raw, &kept); err != nil {
		return keptPhones{}, false, fmt.Errorf("%s không đọc được (%w); xóa tệp này rồi chạy lại, điện thoại sẽ trống nhưng dữ liệu còn nguyên", filepath.Join(data, phonesFile), err)
	}
	return kept, true, nil
}

// phones is the file's next content.
func (c *demoCity) phones() ([]byte, error) {
	c.mu.Lock()
	seen := maps.Clone(c.seen)
	c.mu.Unlock()
	return json.Marshal(keptPhones{
		Ahead: time.Duration(c.ahead.Load()), Seen: seen, Zalo: c.zalo.Screens(), Telegram: c.telegram.Screens(),
	})
}

// writePhones replaces the file whole, or leaves the old one.
func writePhones(data string, content []byte) error {
	file := filepath.Join(data, phonesFile)
	if err := os.WriteFile(file+".new", content, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// keepPhones writes the phones down whenever they have changed, and a last time
// when the demo stops. A write that fails is tried again with the next; the last
// one's error is returned.
func (c *demoCity) keepPhones(ctx context.Context, data string) error {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	var last []byte
	for {
		over := false
		select {
		case <-ctx.Done():
			over = true
		case <-tick.C:
		}
		content, err := c.phones()
		if err == nil && !bytes.Equal(content, last) {
			if err = writePhones(data, content); err == nil {
				last = content
			}
		}
		if over {
			return err
		}
		if err != nil {
			c.node.env.Log.Warn("the phones of the demo could not be kept", "cause", reason(err))
		}
	}
}
