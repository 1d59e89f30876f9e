package store_test

import (
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"langnghe/bot"
	"langnghe/store"
	"langnghe/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T, o storetest.Options) bot.Store {
	t.Helper()
	s, err := store.Open(store.Config{
		Path: filepath.Join(o.Dir, "langnghe.db"), Now: o.Now, MaxSize: o.MaxSize, MediaMaxSize: o.Media, Fault: o.Fault, NoSync: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, open, storetest.Traits{Failed: store.ErrStore}) }
