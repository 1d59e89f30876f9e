package store

import (
	"context"
	"fmt"
	"io"
)

// Backup writes a copy of the data file as it is now, while others go on
// writing. It is sealed like the file itself; the key file, the folder of
// the keys of the days and the folder of the files of media are not in it: copy
// that one after this, so that each record has its file.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	return s.view(ctx, func(t *tx) error {
		if _, err := t.btx.WriteTo(w); err != nil {
			return fmt.Errorf("store: backup: %w", err)
		}
		return nil
	})
}
