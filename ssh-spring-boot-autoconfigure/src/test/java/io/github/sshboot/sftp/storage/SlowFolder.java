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

package io.github.sshboot.sftp.storage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Folder} on a disk that does something before each write.
 */
final class SlowFolder implements InvocationHandler {

	private final Folder folder;

	private final Disk disk;

	private SlowFolder(Folder folder, Disk disk) {
		this.folder = folder;
		this.disk = disk;
	}

	static Folder of(Folder folder, Disk disk) {
		return proxy(Folder.class, new SlowFolder(folder, disk));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		Object[] unwrapped = (arguments != null) ? arguments.clone() : new Object[0];
		for (int i = 0; i < unwrapped.length; i++) {
			if (Proxy.isProxyClass(unwrapped[i].getClass())) {
				unwrapped[i] = ((SlowFolder) Proxy.getInvocationHandler(unwrapped[i])).folder;
			}
		}
		Object result = call(method, this.folder, unwrapped);
		if (result instanceof Folder child) {
			return of(child, this.disk);
		}
		if (result instanceof SeekableByteChannel channel && !unwrapped[0].toString().endsWith(".lock")) {
			String name = unwrapped[0].toString();
			return proxy(SeekableByteChannel.class, (self, called, values) -> {
				if (called.getName().equals("write")) {
					this.disk.beforeWrite(name);
				}
				Object returned = call(called, channel, values);
				return (returned == channel) ? self : returned;
			});
		}
		return result;
	}

	private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

	/**
	 * What happens before a write.
	 */
	interface Disk {

		void beforeWrite(String name) throws InterruptedException;

	}

}
