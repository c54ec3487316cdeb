package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"runtime/debug"
)

// bbolt maps the file into memory and trusts what it finds: on a truncated file
// the whole process dies. So the file is first looked at with plain reads.
// Layout: bbolt, internal/common/page.go and meta.go (version 2).
const (
	pageHeader    = 16 // id 8, flags 2, count 2, overflow 4
	metaSize      = 64
	boltMagic     = 0xED0CDAED
	boltVersion   = 2
	flagBranch    = 0x01
	flagLeaf      = 0x02
	flagFreelist  = 0x10
	noFreelist    = 1<<64 - 1
	manyFree      = 0xFFFF // as a count: the first entry is the count
	smallestPage  = 1024
	possiblePages = 15 // 1 KB, 2 KB … 16 MB
	elementSize   = 16
	isBucket      = 0x01 // flag of a leaf's element
	bucketSize    = 16   // root page and sequence, in front of a small bucket's own page
)

// boltMeta is what matters of one of bbolt's two meta pages.
type boltMeta struct {
	pageSize             int64
	root, freelist, high uint64
	txid                 uint64
}

// checkFile finds a damaged file before bbolt maps it.
func checkFile(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrMissing, err)
	}
	if err != nil {
		return openError(err)
	}
	defer f.Close()
	// The size is read last: a till that is running may be growing the file.
	m, ok := newestMeta(f)
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	if size == 0 {
		return fmt.Errorf("%w: %s is empty", ErrDamaged, path)
	}
	if !ok {
		return fmt.Errorf("%w: %s does not begin like an order log", ErrDamaged, path)
	}
	// Compared by division: a made-up high-water mark must not overflow.
	if m.high > uint64(size/m.pageSize) {
		return fmt.Errorf("%w: %s is cut off after %d bytes", ErrDamaged, path, size)
	}
	if err := checkFirstPages(f, m); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrDamaged, path, err)
	}
	return nil
}

// checkFirstPages looks at the two pages that bbolt reads while it opens a
// file. It makes room for as many free pages as the list says there are, so
// that number must be possible.
func checkFirstPages(f io.ReaderAt, m boltMeta) error {
	p, err := readPage(f, m, m.root, nil)
	if err == nil && p.flags != flagLeaf && p.flags != flagBranch {
		err = fmt.Errorf("page %d is no root", m.root)
	}
	if err != nil {
		return err
	}
	if m.freelist == noFreelist { // bbolt would look for free pages on a goroutine of its own
		return errors.New("it has no list of free pages")
	}
	p, err = readPage(f, m, m.freelist, nil)
	if err != nil {
		return err
	}
	ids, room := uint64(p.count), uint64(len(p.data)-pageHeader)/8
	if p.count == manyFree {
		ids, room = binary.NativeEndian.Uint64(p.data[pageHeader:]), room-1
	}
	if p.flags != flagFreelist || ids > room {
		return fmt.Errorf("page %d is no list of free pages", m.freelist)
	}
	return checkFree(p.data[len(p.data)-int(room)*8:][:ids*8], m.high)
}

// checkFree looks at the list of free pages: bbolt writes over them.
func checkFree(list []byte, high uint64) error {
	for last := uint64(1); len(list) > 0; list = list[8:] {
		id := binary.NativeEndian.Uint64(list)
		if id <= last || id >= high {
			return fmt.Errorf("page %d can't be free", id)
		}
		last = id
	}
	return nil
}

// newestMeta reads the meta pages as bbolt does: the second one's place
// depends on the page size, so every possible one is tried.
func newestMeta(f io.ReaderAt) (boltMeta, bool) {
	newest, found := readMeta(f, 0)
	if found {
		if second, ok := readMeta(f, newest.pageSize); ok && second.txid > newest.txid {
			return second, true
		}
		return newest, true
	}
	for i := range possiblePages {
		at := int64(smallestPage) << i
		if m, ok := readMeta(f, at); ok && m.pageSize == at {
			return m, true
		}
	}
	return boltMeta{}, false
}

// bothMetas says that neither meta page is damaged. With one of them bbolt goes
// on, but with the older the newest commit is gone.
func bothMetas(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	m, first := readMeta(f, 0)
	_, second := readMeta(f, m.pageSize)
	return first && second, nil
}

func readMeta(f io.ReaderAt, at int64) (boltMeta, bool) {
	var b [metaSize]byte
	if _, err := f.ReadAt(b[:], at+pageHeader); err != nil {
		return boltMeta{}, false
	}
	n := binary.NativeEndian
	sum := fnv.New64a()
	sum.Write(b[:metaSize-8])
	if n.Uint32(b[0:]) != boltMagic || n.Uint32(b[4:]) != boltVersion || n.Uint64(b[metaSize-8:]) != sum.Sum64() {
		return boltMeta{}, false
	}
	m := boltMeta{
		pageSize: int64(n.Uint32(b[8:])), root: n.Uint64(b[16:]), freelist: n.Uint64(b[32:]),
		high: n.Uint64(b[40:]), txid: n.Uint64(b[48:]),
	}
	return m, m.pageSize >= smallestPage && m.pageSize <= smallestPage<<(possiblePages-1)
}

// page is one page with its overflow.
type page struct {
	flags, count uint16
	data         []byte // header included
}

// readPage reads a page into room, or into more if it needs that.
func readPage(f io.ReaderAt, m boltMeta, id uint64, room []byte) (page, error) {
	if id < 2 || id >= m.high {
		return page{}, fmt.Errorf("there is no page %d", id)
	}
	if int64(len(room)) < m.pageSize {
		room = make([]byte, m.pageSize)
	}
	at := int64(id) * m.pageSize
	if _, err := f.ReadAt(room[:m.pageSize], at); err != nil {
		return page{}, err
	}
	n := binary.NativeEndian
	overflow := uint64(n.Uint32(room[12:]))
	if n.Uint64(room) != id || overflow >= m.high-id {
		return page{}, fmt.Errorf("page %d is another", id)
	}
	size := int64(overflow+1) * m.pageSize
	if int64(len(room)) < size {
		room = append(make([]byte, 0, size), room[:m.pageSize]...)[:size]
	}
	_, err := f.ReadAt(room[m.pageSize:size], at+m.pageSize)
	return page{flags: n.Uint16(room[8:]), count: n.Uint16(room[10:]), data: room[:size]}, err
}

var errPage = errors.New("a page points outside of itself")

// checkPages walks every page in use with plain reads. bbolt's own check, which
// runs on a goroutine of its own where a fault can't be caught, is only safe
// after that. The caller has the file open through bbolt, so nobody writes.
func checkPages(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	m, ok := newestMeta(f)
	if !ok {
		return fmt.Errorf("%w: no meta page", ErrDamaged)
	}
	if err := checkFile(path); err != nil { // the list of pages below is as long as the file
		return err
	}
	w := &walk{file: f, meta: m, seen: make([]bool, m.high)}
	if err := w.page(m.root, 0); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

type walk struct {
	file  *os.File
	meta  boltMeta
	seen  []bool
	pages [][]byte // one of each depth, used again and again
}

func (w *walk) page(id uint64, depth int) error {
	if id < uint64(len(w.seen)) {
		if w.seen[id] {
			return fmt.Errorf("page %d is used twice", id)
		}
		w.seen[id] = true
	}
	if depth == len(w.pages) {
		w.pages = append(w.pages, nil)
	}
	p, err := readPage(w.file, w.meta, id, w.pages[depth])
	w.pages[depth] = p.data
	if err != nil {
		return err
	}
	if err := w.elements(p, depth); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// elements checks that everything on a page lies on it, and follows it to the
// pages below.
func (w *walk) elements(p page, depth int) error {
	n := binary.NativeEndian
	if p.flags != flagLeaf && p.flags != flagBranch || len(p.data) < pageHeader+int(p.count)*elementSize || p.flags == flagBranch && p.count == 0 {
		return errPage
	}
	for i := range int(p.count) {
		at := pageHeader + i*elementSize
		e, rest := p.data[at:at+elementSize], p.data[at:]
		if p.flags == flagBranch { // position, key size, page
			if uint64(n.Uint32(e))+uint64(n.Uint32(e[4:])) > uint64(len(rest)) {
				return errPage
			}
			if err := w.page(n.Uint64(e[8:]), depth+1); err != nil {
				return err
			}
			continue
		}
		// flags, position, key size, value size
		begin := uint64(n.Uint32(e[4:])) + uint64(n.Uint32(e[8:]))
		end := begin + uint64(n.Uint32(e[12:]))
		if end > uint64(len(rest)) {
			return errPage
		}
		if n.Uint32(e)&isBucket != 0 {
			if err := w.bucket(rest[begin:end], depth); err != nil {
				return err
			}
		}
	}
	return nil
}

// bucket follows a bucket to its root, or to the one page that a small bucket
// keeps within its own value.
func (w *walk) bucket(value []byte, depth int) error {
	n := binary.NativeEndian
	if len(value) < bucketSize {
		return errPage
	}
	if root := n.Uint64(value); root != 0 {
		return w.page(root, depth+1)
	}
	data := value[bucketSize:]
	if len(data) < pageHeader || n.Uint16(data[8:]) != flagLeaf {
		return errPage
	}
	return w.elements(page{n.Uint16(data[8:]), n.Uint16(data[10:]), data}, depth)
}

// guard turns a panic of bbolt over a damaged page, and the fault of reading
// outside the file, into an error. It only reaches its own goroutine.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return f()
}
