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

package io.github.sshboot.testing;

import java.util.function.Consumer;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/**
 * Applications that are processed ahead of time. Tests that run them are annotated with
 * {@link CompileWithForkedClassLoader}.
 */
public final class AheadOfTime {

	private AheadOfTime() {
	}

	/**
	 * Process an application.
	 * @param application its configuration
	 * @param preparation what is done to the context before, for example properties
	 * @param generation gets what is generated
	 * @return the initializer of the application
	 */
	public static ClassName process(Class<?> application, Consumer<GenericApplicationContext> preparation,
			TestGenerationContext generation) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			preparation.accept(context);
			context.register(application);
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
	}

	/**
	 * Process an application, compile what is generated and run it.
	 * @param application its configuration
	 * @param preparation what is done to both contexts before
	 * @param test what to do with the one that runs
	 */
	@SuppressWarnings("unchecked")
	public static void run(Class<?> application, Consumer<GenericApplicationContext> preparation,
			Consumer<GenericApplicationContext> test) {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = process(application, preparation, generation);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				preparation.accept(context);
				compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()).initialize(context);
				context.refresh();
				test.accept(context);
			}
		});
	}

}
