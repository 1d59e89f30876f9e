package store

import (
	"context"
	"errors"

	"langnghe/bot/chat"
)

// Get gives a channel's secret; see [chat.Vault].
func (s *Store) Get(ctx context.Context, name string) (secret []byte, err error) {
	err = s.view(ctx, func(t *tx) error {
		k := t.hash("vault", name)
		v := t.get(bVault, k[:])
		if v == nil {
			return chat.ErrNoSecret
		}
		secret = t.open(bVault, k[:], v)
		return nil
	})
	return secret, err
}

// Put keeps a channel's secret; it is on disk when Put returns.
func (s *Store) Put(ctx context.Context, name string, value []byte) error {
	if name == "" {
		return errors.New("store: a secret without a name cannot be kept")
	}
	return s.update(ctx, func(t *tx) error {
		k := t.hash("vault", name)
		v, err := s.keys.data.seal(s.c.Rand, bVault.String(), k[:], value, 0)
		if err != nil {
			return err
		}
		t.put(bVault, k[:], v)
		return nil
	})
}
