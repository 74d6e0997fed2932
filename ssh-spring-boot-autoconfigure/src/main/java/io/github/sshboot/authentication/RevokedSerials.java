/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.sshboot.authentication;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

import org.springframework.util.Assert;

/**
 * The serial numbers of the revoked certificates of an authority: unsigned numbers of 64
 * bits in lists, ranges and bitmaps (PROTOCOL.krl section 2).
 */
final class RevokedSerials {

	private static final int MAX_BITMAP = 2 * 1024 * 1024;

	/**
	 * Single numbers, with the highest bit turned over so that they sort.
	 */
	private long[] singles = new long[0];

	private int size;

	private final List<Range> ranges = new ArrayList<>();

	private final List<Bitmap> bitmaps = new ArrayList<>();

	private Starts rangeStarts = Starts.NONE;

	private Starts bitmapStarts = Starts.NONE;

	void readList(WireReader section) {
		int needed = this.size + section.remaining() / Long.BYTES;
		if (needed > this.singles.length) {
			this.singles = Arrays.copyOf(this.singles, Math.max(needed, this.size * 2));
		}
		while (section.hasRemaining()) {
			this.singles[this.size++] = sortable(notZero(section.readLong()));
		}
	}

	void readRange(WireReader section) {
		long first = notZero(section.readLong());
		long last = section.readLong();
		section.end();
		Assert.isTrue(Long.compareUnsigned(first, last) <= 0, "it has a range that ends before it begins");
		this.ranges.add(new Range(first, last));
	}

	void readBitmap(WireReader section) {
		long offset = section.readLong();
		byte[] bits = section.readString();
		section.end();
		Assert.isTrue(bits.length <= MAX_BITMAP && (bits.length == 0 || bits[0] >= 0), "it has an invalid bitmap");
		if (bits.length > 0) {
			Bitmap bitmap = new Bitmap(offset, bits);
			Assert.isTrue(Long.compareUnsigned(bitmap.last(), offset) >= 0, "it has a bitmap that goes too far");
			Assert.isTrue(offset != 0 || !bitmap.contains(0), "it has a serial number that is zero");
			this.bitmaps.add(bitmap);
		}
	}

	private static long notZero(long serial) {
		Assert.isTrue(serial != 0, "it has a serial number that is zero");
		return serial;
	}

	/**
	 * Prepare for questions once all is read.
	 */
	void sort() {
		this.singles = Arrays.copyOf(this.singles, this.size);
		Arrays.sort(this.singles);
		this.ranges.sort(Comparator.comparingLong((range) -> sortable(range.first)));
		this.rangeStarts = Starts.of(this.ranges, Range::first, Range::last);
		this.bitmaps.sort(Comparator.comparingLong((bitmap) -> sortable(bitmap.offset)));
		this.bitmapStarts = Starts.of(this.bitmaps, Bitmap::offset, Bitmap::last);
	}

	/**
	 * Return whether a serial number is revoked. Zero is that of certificates without
	 * one.
	 */
	boolean contains(long serial) {
		return serial != 0 && (Arrays.binarySearch(this.singles, sortable(serial)) >= 0
				|| this.rangeStarts.lastThatMayReach(serial) >= 0 || inBitmap(serial));
	}

	private boolean inBitmap(long serial) {
		int index = this.bitmapStarts.lastThatMayReach(serial);
		while (index >= 0 && this.bitmapStarts.mayReach(index, serial)) {
			if (this.bitmaps.get(index--).contains(serial)) {
				return true;
			}
		}
		return false;
	}

	private static long sortable(long unsigned) {
		return unsigned ^ Long.MIN_VALUE;
	}

	private record Range(long first, long last) {

	}

	/**
	 * A bitmap.
	 *
	 * @param offset the number of the lowest bit
	 * @param bits the bits, the highest first
	 */
	private record Bitmap(long offset, byte[] bits) {

		private long last() {
			return this.offset + Math.max(new BigInteger(this.bits).bitLength() - 1, 0);
		}

		private boolean contains(long serial) {
			long bit = serial - this.offset;
			long index = this.bits.length - 1 - Long.divideUnsigned(bit, Byte.SIZE);
			return index >= 0 && (this.bits[(int) index] >> (bit % Byte.SIZE) & 1) != 0;
		}

	}

	/**
	 * Where parts begin, in order, and how far all up to each of them reach.
	 *
	 * @param starts where they begin
	 * @param ends how far they reach
	 */
	private record Starts(long[] starts, long[] ends) {

		private static final Starts NONE = new Starts(new long[0], new long[0]);

		private static <T> Starts of(List<T> sorted, ToLongFunction<T> first, ToLongFunction<T> last) {
			long[] starts = sorted.stream().mapToLong(first).map(RevokedSerials::sortable).toArray();
			long[] ends = sorted.stream().mapToLong(last).map(RevokedSerials::sortable).toArray();
			for (int i = 1; i < ends.length; i++) {
				ends[i] = Math.max(ends[i], ends[i - 1]);
			}
			return new Starts(starts, ends);
		}

		/**
		 * Return the last part that begins up to a serial number, if it or one before it
		 * reaches as far.
		 * @return its index or a negative number
		 */
		private int lastThatMayReach(long serial) {
			int found = Arrays.binarySearch(this.starts, sortable(serial));
			int index = (found >= 0) ? found : -found - 2;
			while (index + 1 < this.starts.length && this.starts[index + 1] == sortable(serial)) {
				index++;
			}
			return (index >= 0 && mayReach(index, serial)) ? index : -1;
		}

		private boolean mayReach(int index, long serial) {
			return this.ends[index] >= sortable(serial);
		}

	}

}
